"""You said, we did: what was done about a person's words stands in the next letter that asks them."""

from datetime import timedelta

import pytest

from accounts.events import actions as events
from accounts.events import kinds
from accounts.mail.models import OutgoingEmail
from accounts.mail.render import written
from accounts.tenancy.context import tenant_context
from feedback.invitations import letters
from tests.factories import feedback as factory
from tests.factories.accounts import a_contact
from tests.feedback.responses.conftest import ask_somebody


@pytest.fixture
def asked(cast, now):
    return ask_somebody(cast.alice, now=now)


def close_case(contact_id, *, at, said="Акти <запізнюються>", done="Акт тепер приходить за два дні") -> None:
    fact = events.Fact(
        kind=kinds.CASE_CLOSED, happened_at=at, contact_id=contact_id, payload={"said": said, "done": done}
    )
    events.publish(fact, now=at)


def letter(asked, now, *, send=letters.send):
    with tenant_context(asked.invitation.organization_id):
        return written(send(asked.invitation, token=asked.token, to="t@acme.example", now=now))


def test_letter_tells_what_was_done_about_the_persons_words(asked, now):
    with tenant_context(asked.invitation.organization_id):
        close_case(asked.position.contact_id, at=now - timedelta(days=9))

    made = letter(asked, now)

    assert "Ви сказали: Акти <запізнюються>\nМи зробили: Акт тепер приходить за два дні" in made.text
    assert "Акти &lt;запізнюються&gt;" in made.html
    assert "Акт тепер приходить за два дні" in letter(asked, now, send=letters.send_reminder).text


def test_nothing_of_others_of_old_times_or_told_before(asked, cast, now):
    with tenant_context(asked.invitation.organization_id):
        by, here = cast.alice.employee, asked.position
        other = a_contact("Olena", at=here.client, by=by, now=now)
        close_case(other.contact_id, at=now - timedelta(days=1), done="Canary")
        close_case(here.contact_id, at=now - timedelta(days=181), done="Canary")
        close_case(here.contact_id, at=now - timedelta(days=1), done="")
        version = asked.invitation.version
        factory.an_invitation(to=here, version=version, by=by, now=now - timedelta(days=30))
        close_case(here.contact_id, at=now - timedelta(days=31), done="Canary")

    made = letter(asked, now)

    assert "Canary" not in made.text + made.html
    assert "Ми зробили" not in made.text


def test_two_newest_are_told_in_short(asked, now):
    with tenant_context(asked.invitation.organization_id):
        for day in range(1, 5):
            close_case(asked.position.contact_id, at=now - timedelta(days=day), done=f"{day}. " + "дуже " * 200)

    letter(asked, now)

    with tenant_context(asked.invitation.organization_id):
        told = OutgoingEmail.objects.get().context["changes"]
    assert [(one["done"][:2], len(one["done"]) <= 300) for one in told] == [("1.", True), ("2.", True)]
