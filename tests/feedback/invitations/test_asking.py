"""Asking one person by hand: the letter in their language, and everything that keeps it from leaving."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import clock, tokens
from accounts.clients.models import Contact
from accounts.events.models import Event
from accounts.jobs import actions as jobs
from accounts.mail.models import OutgoingEmail
from accounts.tenancy.context import tenant_context
from feedback.invitations import actions
from feedback.invitations.models import Invitation
from feedback.surveys import library
from feedback.surveys.models import Survey
from tests.factories.accounts import a_client, a_contact
from tests.factories.feedback import a_document, a_survey, a_version


@pytest.fixture
def taras(cast, now):
    """Taras, technical buyer at Acme, who reads Ukrainian."""
    with tenant_context(cast.north.pk):
        client = a_client("Acme", by=cast.alice.employee, now=now, manager=cast.alice.employee)
        return a_contact(
            "Taras Melnyk", at=client, by=cast.alice.employee, now=now, email="taras@acme.example",
            roles=["technical"], language="uk", salutation="Тарасе",
        )  # fmt: skip


@pytest.fixture
def survey(cast, now):
    with tenant_context(cast.north.pk):
        content = library.document_of("relation", languages=("uk", "ru", "en"), language="en")
        return a_version("Relation", by=cast.alice.employee, now=now, content=content).survey


@pytest.fixture
def alice(cast, client_of):
    return client_of(cast.alice)


@pytest.fixture
def send(alice, cast, taras, survey):
    """Post the form; fields given by name replace the usual ones."""

    def post(**fields):
        form = {"survey": str(survey.pk), "position": str(taras.pk), "role": "technical", **fields}
        return alice.post(cast.alice.url(f"people/{taras.contact_id}/ask/"), form)

    return post


def test_letter_asks_in_the_language_of_the_person(send, cast, taras, survey, mailbox):
    answer = send()
    jobs.drain_all(now=clock.real_now)

    assert answer.status_code == 302
    letter = mailbox.to("taras@acme.example")[0]
    html = letter.get_body(("html",)).get_content()
    text = letter.get_body(("plain",)).get_content()
    assert letter["Subject"] == "Одне запитання про нашу співпрацю"
    assert "Добрий день, Тарасе!" in text
    assert "Чи порадили б ви North колезі?" in text
    assert [int(mark) for mark in re.findall(r'/s/[\w-]+/\?s=(\d+)"', html)] == list(range(11))
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Alice Ahlberg" in letter["From"]
    with tenant_context(cast.north.pk):
        invitation = Invitation.objects.get()
        assert (invitation.contact_id, invitation.role, invitation.language) == (taras.contact_id, "technical", "uk")
        event = Event.objects.get(kind="survey.asked")
        assert event.contact_id == taras.contact_id
        assert event.payload["survey_id"] == str(survey.pk)


def test_link_of_the_letter_is_the_invitations_own(send, cast, mailbox):
    send()
    jobs.drain_all(now=clock.real_now)

    text = mailbox.to("taras@acme.example")[0].get_body(("plain",)).get_content()
    claim = tokens.read(re.search(r"/s/([\w-]+)/\s", text)[1], kind=tokens.Kind.SURVEY)
    with tenant_context(cast.north.pk):
        invitation = Invitation.objects.get()
    assert (claim.organization_id, claim.row_id, claim.digest) == (
        cast.north.pk, invitation.pk, bytes(invitation.token_digest),
    )  # fmt: skip


def test_nobody_of_ours_can_read_the_link(send, alice, cast, mailbox):
    send()
    jobs.drain_all(now=clock.real_now)

    with tenant_context(cast.north.pk):
        email = OutgoingEmail.objects.get()
    page = alice.get(cast.alice.url(f"settings/mail/{email.pk}/"))
    assert page.status_code == 200
    assert "/s/" not in page.content.decode()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"consent": "withdrawn"}, "withdrawn the consent"),
        ({"asking": "never"}, "wants no questions"),
        ({"asking": "phone"}, "by phone only"),
    ],
)
def test_person_who_must_not_be_asked_is_not(send, cast, taras, change, says, mailbox):
    with tenant_context(cast.north.pk):
        Contact.objects.filter(pk=taras.contact_id).update(**change)

    page = send()

    assert page.status_code == 422
    assert says in page.content.decode()
    with tenant_context(cast.north.pk):
        assert not Invitation.objects.exists()
    assert "Relation" in page.content.decode()


def test_twice_on_a_day_is_refused(send, cast):
    send()

    assert "24 hours" in send().content.decode()
    with tenant_context(cast.north.pk):
        assert Invitation.objects.count() == 1


def test_asking_again_soon_is_a_decision(send, cast):
    send()
    with tenant_context(cast.north.pk):
        Invitation.objects.update(created_at=clock.real_now() - timedelta(days=40))

    warned = send()
    meant = send(is_meant="on")

    assert warned.status_code == 422
    assert "not long ago" in warned.content.decode()
    assert "still waits" in warned.content.decode()
    assert meant.status_code == 302
    with tenant_context(cast.north.pk):
        assert Invitation.objects.count() == 2


def test_what_was_decided_after_the_letter_was_written_stops_it(send, cast, taras, mailbox):
    send()
    with tenant_context(cast.north.pk):
        Contact.objects.filter(pk=taras.contact_id).update(asking="never")

    jobs.drain_all(now=clock.real_now)

    assert mailbox.to("taras@acme.example") == []
    with tenant_context(cast.north.pk):
        assert OutgoingEmail.objects.get().reason == "the invitation is no longer open"


def test_question_is_taken_back(send, alice, cast, survey, mailbox):
    send()
    with tenant_context(cast.north.pk):
        invitation = Invitation.objects.get()

    alice.post(cast.alice.url(f"invitations/{invitation.pk}/withdrawal/"))
    jobs.drain_all(now=clock.real_now)

    assert mailbox.to("taras@acme.example") == []
    page = alice.get(cast.alice.url(f"surveys/{survey.pk}/asked/")).content.decode()
    assert "Taras Melnyk" in page
    assert "Closed" in page
    assert "Take back" not in page


def test_draft_is_not_offered(alice, cast, taras, now):
    with tenant_context(cast.north.pk):
        a_survey("Only a draft", by=cast.alice.employee, now=now)

    assert "Only a draft" not in alice.get(cast.alice.url(f"people/{taras.contact_id}/ask/")).content.decode()


def test_closed_survey_is_not_asked(cast, taras, survey, now):
    with tenant_context(cast.north.pk):
        Survey.objects.update(closed_at=now)
        survey.refresh_from_db()
        with pytest.raises(actions.NotPublished):
            actions.ask(
                contact=taras.contact,
                client=taras.client,
                survey=survey,
                role="technical",
                by=cast.alice.employee,
                now=now,
            )


def test_language_of_the_survey_stands_in_for_a_missing_one(send, cast, taras, now, mailbox):
    with tenant_context(cast.north.pk):
        content = a_document(languages=["ru"])
        other = a_version("Russian alone", by=cast.alice.employee, now=now, content=content).survey

    send(survey=str(other.pk))
    jobs.drain_all(now=clock.real_now)

    text = mailbox.to("taras@acme.example")[0].get_body(("plain",)).get_content()
    assert "Посоветуете ли нас коллеге?" in text
    assert "Спасибо!" in text


@pytest.mark.parametrize("role", ["viewer", "specialist"])
def test_asking_needs_its_right(cast, client_of, taras, role):
    person = {"viewer": cast.erin, "specialist": cast.carol}[role]

    assert client_of(person).get(person.url(f"people/{taras.contact_id}/ask/")).status_code == 403


def test_people_of_another_organization_cannot_be_asked(cast, client_of, taras):
    mallory = client_of(cast.mallory)

    assert mallory.get(cast.mallory.url(f"people/{taras.contact_id}/ask/")).status_code == 404


def test_list_of_the_asked_costs_the_same_however_long(alice, cast, survey, now):
    url = cast.alice.url(f"surveys/{survey.pk}/asked/")
    with tenant_context(cast.north.pk):
        client = a_client("Bulk", by=cast.alice.employee, now=now)
        version = survey.versions.get()

    def queries(people):
        with tenant_context(cast.north.pk):
            for name in people:
                position = a_contact(name, at=client, by=cast.alice.employee, now=now, email=f"{name}@b.example")
                invited = {"contact": position.contact, "client": client, "version": version, "role": "technical"}
                actions.invite(**invited, by=cast.alice.employee, now=now)
        with CaptureQueriesContext(connection) as captured:
            page = alice.get(url)
        return len(captured), page.content.decode().count("Take back")

    alice.get(url)
    few, many = queries(["one"]), queries(["two", "three", "four"])

    assert (few[0], few[1], many[1]) == (many[0], 1, 4)


def test_two_clicks_at_once_ask_once(committed_cast, now):
    cast = committed_cast
    with tenant_context(cast.north.pk):
        by = cast.alice.employee
        client = a_client("Acme", by=by, now=now)
        position = a_contact("Taras", at=client, by=by, now=now, email="taras@acme.example")
        survey = a_version(by=by, now=now).survey

    def click(_number):
        try:
            with tenant_context(cast.north.pk):
                actions.ask(contact=position.contact, client=client, survey=survey, role="technical", by=by, now=now)
        except actions.NotAskable:
            return "just asked"
        finally:
            connection.close()
        return "asked"

    with ThreadPoolExecutor(6) as pool:
        outcomes = sorted(pool.map(click, range(6)))

    assert outcomes == ["asked"] + ["just asked"] * 5
    with tenant_context(cast.north.pk):
        assert Invitation.objects.count() == OutgoingEmail.objects.count() == 1
