"""Every letter to somebody at a client brings the link to their page, and nobody of ours gets to see it."""

import re

import pytest

from accounts.clients import actions
from accounts.clients.models import PersonalLine
from accounts.mail import actions as mail
from accounts.mail.letters import KINDS, LetterKind
from accounts.mail.models import OutgoingEmail
from accounts.mail.preview import preview
from accounts.mail.render import written
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7
from feedback.invitations import actions as invitations
from tests.accounts.organizations.test_letters import context
from tests.factories import feedback as factory
from tests.factories.accounts import a_contact

TO_CLIENTS = [name for name, kind in KINDS.items() if kind.optional]


def link_in(text: str) -> str:
    return (re.findall(r"/p/[\w-]{78}/", text) or [""])[0]


def a_letter(line, name: str, now, **more) -> OutgoingEmail:
    with tenant_context(line.organization_id):
        told = {"to": "taras@acme.example", "language": "uk", "context": context(now), "now": now, **more}
        return mail.send(name, **told)


@pytest.mark.parametrize("name", TO_CLIENTS)
def test_letter_brings_the_link_in_both_parts(line, now, name):
    row = a_letter(line, name, now, contact_id=line.position.contact_id)
    with tenant_context(line.organization_id):
        letter = written(row)

    assert link_in(letter.text) == link_in(letter.html) == line.url


def test_letter_to_one_of_us_or_to_nobody_we_know_brings_none(line, cast, now):
    for more in ({"employee_id": cast.alice.employee.pk}, {"contact_id": uuid7()}, {}):
        row = a_letter(line, "survey_invitation", now, **more)
        with tenant_context(line.organization_id):
            assert "personal" not in row.context
            assert link_in(written(row).html) == ""


def test_question_by_letter_brings_a_link_that_works(line, cast, now, mailbox):
    with tenant_context(line.organization_id):
        PersonalLine.objects.all().delete()
        by = cast.alice.employee
        version = factory.a_version(by=by, now=now)
        other = a_contact("Olena", at=line.position.client, by=by, now=now, email="olena@acme.example")
        for position in (line.position, other):
            invitations.ask(
                contact=position.contact,
                client=position.client,
                survey=version.survey,
                role="technical",
                by=by,
                now=now,
            )

    (letter,), (another,) = mailbox.to("taras@acme.example"), mailbox.to("olena@acme.example")
    link = link_in(letter.get_body(("plain",)).get_content())

    assert line.browser.get(link).status_code == 200
    assert link != link_in(another.get_body(("plain",)).get_content())
    with tenant_context(line.organization_id):
        assert PersonalLine.objects.count() == 2


def test_preview_for_us_shows_no_link(line, now, monkeypatch):
    monkeypatch.setitem(KINDS, "survey_proxy", LetterKind("survey_proxy", secret=False, optional=True))
    row = a_letter(line, "survey_proxy", now, contact_id=line.position.contact_id)

    with tenant_context(line.organization_id):
        assert link_in(preview(row).html) == ""


def test_closed_page_is_in_no_letter(line, cast, now):
    with tenant_context(line.organization_id):
        actions.close_line(contact=line.position.contact, by=cast.alice.employee, now=now)

    row = a_letter(line, "survey_proxy", now, contact_id=line.position.contact_id)

    with tenant_context(line.organization_id):
        assert link_in(written(row).text) == ""
