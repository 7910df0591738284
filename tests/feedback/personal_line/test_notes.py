"""What is written on a personal page: who reads it, and who never hears of it."""

import json

import pytest
from django.test import Client
from django.urls import reverse

from accounts.audit.models import AuditEntry
from accounts.clients import actions
from accounts.events.models import Event
from accounts.mail.models import OutgoingEmail
from accounts.tenancy.context import tenant_context
from feedback.interactions.models import Interaction
from tests.factories.accounts import a_client

CANARY = "Zaubernuss"


def notes(line) -> list[Interaction]:
    with tenant_context(line.organization_id):
        return list(Interaction.objects.order_by("id"))


def test_note_is_a_talk_in_the_persons_words_and_one_task(line, client_of, cast, now):
    key = line.key()
    answers = [line.write("  The act is wrong again\n", key=key) for _again in range(2)]

    assert {one.status_code for one in answers} == {303}
    (note,) = notes(line)
    assert (note.quote, note.channel, note.by_id, note.visibility) == ("The act is wrong again", "line", None, "team")
    (task,) = line.tasks(now)
    assert (task.owner.name, task.contact.name) == ("Alice Ahlberg", "Taras")
    assert task.title == "Answer: there is a note from the personal page"
    page = client_of(cast.carol).get(cast.alice.url(f"clients/{note.client_id}/timeline/")).content.decode()
    assert "The act is wrong again" in page
    assert "Alice Ahlberg has it" in line.page("write/?sent=team")
    assert "The act is wrong again" in line.page("said/")


def test_note_of_an_ownerless_client_is_not_lost(line, now):
    with tenant_context(line.organization_id):
        type(line.position.client).objects.update(manager=None)
    line.write("Is anybody there?")

    (task,) = line.tasks(now)
    assert task.owner.name == "Alice Ahlberg"


def test_what_is_wrong_with_a_note_is_said_and_stays(line):
    empty = line.write(" ")
    long = line.write("я" * 2001)

    assert (empty.status_code, long.status_code) == (422, 422)
    assert "Please write something first." in empty.content.decode()
    assert "я" * 2001 in long.content.decode()
    assert line.write("<b>x</b>", key="no key").status_code == 422
    assert line.write("x", readers="nobody").status_code == 422
    assert notes(line) == []


def test_person_at_several_clients_says_at_which(line, cast, now):
    with tenant_context(line.organization_id):
        beta = a_client("Beta", by=cast.alice.employee, now=now)
        actions.place(contact=line.position.contact, client=beta, by=cast.alice.employee, now=now)

    line.write("about Beta", client=beta.pk)

    assert notes(line)[0].client_id == beta.pk
    assert line.write("elsewhere", client="0197c0de-0000-7000-8000-000000000000").status_code == 422


def test_person_at_no_client_keeps_a_page(line, now):
    with tenant_context(line.organization_id):
        type(line.position).objects.update(left_on=now.date())

    assert "Write to us" not in line.page()
    assert line.get("write/").status_code == 303
    assert "My data" in line.page("data/")


# --- Confided ---


@pytest.fixture
def confided(line, now, mailbox) -> Interaction:
    line.write(f"{CANARY}: the manager shouts at us", readers="leadership")
    (note,) = notes(line)
    return note


def test_confided_note_is_read_by_top_management_alone(line, confided, client_of, cast):
    url = reverse("interaction", kwargs={"slug": cast.north.slug, "interaction_id": confided.pk})

    def open_as(who) -> str:
        return client_of(who).get(url).content.decode()

    assert CANARY in open_as(cast.bob)
    for who in (cast.carol, cast.dave, cast.erin):
        assert CANARY not in open_as(who)
    assert CANARY in line.page("said/")
    assert "Top management only" in line.page("said/")


def test_confided_note_stands_nowhere_else(line, confided, cast, now, mailbox):
    """No task, no entry in the trail, no letter that tells more than that there is something, no event with a word of it."""
    assert line.tasks(now) == []
    with tenant_context(line.organization_id):
        assert not AuditEntry.objects.filter(subject_id=confided.pk).exists()
        assert Event.objects.get(kind="interaction.confided").payload == {"interaction_id": str(confided.pk)}
        letters = list(OutgoingEmail.objects.filter(letter="note_confided"))
        assert {one.to_address for one in letters} == {"alice@north.example", "bob@north.example"}
        assert CANARY not in json.dumps([one.context for one in letters])
    (told,) = mailbox.to("bob@north.example")
    for word in (CANARY, "Taras", "Acme"):
        assert word not in told.as_string()
    assert told["Subject"] == "Something was written to you alone"


def test_letter_of_a_confided_note_is_in_no_log(line, confided, client_of, cast):
    browser = client_of(cast.dave)
    with tenant_context(line.organization_id):
        ids = list(OutgoingEmail.objects.filter(letter="note_confided").values_list("pk", flat=True))

    log = browser.get(cast.alice.url("settings/mail/")).content.decode()

    assert "bob@north.example" not in log
    assert {browser.get(cast.alice.url(f"settings/mail/{one}/")).status_code for one in ids} == {404}


def test_no_page_of_a_colleague_shows_it(line, confided, cast):
    """Everything that a specialist and an administrator can open, one page after the other."""
    for who in (cast.carol, cast.dave):
        browser = Client(raise_request_exception=False)
        browser.force_login(who.user)
        for path in (
            f"clients/{line.position.client_id}/",
            f"clients/{line.position.client_id}/timeline/",
            f"people/{line.position.contact_id}/",
            "clients/",
            "search/?q=Zauber",
            "settings/audit/",
            "settings/audit/export.csv",
            "",
        ):
            assert CANARY not in browser.get(who.url(path)).getvalue().decode(), path


def test_double_click_confides_once(line, now):
    key = line.key()
    for _again in range(3):
        assert line.write("once", readers="leadership", key=key).status_code == 303

    assert len(notes(line)) == 1
    with tenant_context(line.organization_id):
        assert OutgoingEmail.objects.filter(letter="note_confided").count() == 2
