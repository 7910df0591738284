"""What a person wants: how to be talked to, asked and written to, who else to ask, and their data."""

import io
import json
import zipfile
from datetime import timedelta

import pytest

from accounts.audit.models import AuditEntry
from accounts.clients import actions
from accounts.clients.actions import people_data
from accounts.clients.models import PersonalLine
from accounts.events import actions as events
from accounts.events import kinds
from accounts.jobs import actions as jobs
from accounts.mail.models import Suppression
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction, Promise
from tests.factories import feedback as factory
from tests.factories.accounts import a_contact


def acts(line) -> list[AuditEntry]:
    with tenant_context(line.organization_id):
        return list(AuditEntry.objects.filter(subject_id=line.position.contact_id, actor_id=None).order_by("id"))


def a_talk(
    line, by, now, *, visibility: str = "team", promise: str, notes: str = "", with_taras: bool = True
) -> Promise:
    with tenant_context(line.organization_id):
        talk = Interaction(
            client=line.position.client, channel="call", notes=notes, happened_at=now, visibility=visibility
        )
        said = interactions.Said(promise=promise, promise_due=now.date() + timedelta(days=3))
        people = [line.position.contact] if with_taras else []
        interactions.log(interaction=talk, people=people, by=by, now=now, said=said)
        return Promise.objects.get(text=promise)


def test_how_to_talk_is_written_by_the_person(line):
    fields = {
        "salutation": "Тарасе",
        "language": "uk",
        "time_zone": "europe/warsaw",
        "talk_card": "Пишіть, не дзвоніть",
    }

    answers = [line.post("talk/", **fields) for _again in range(2)]

    assert {one.status_code for one in answers} == {303}
    contact = line.contact()
    told = (contact.salutation, contact.language, contact.time_zone, contact.talk_card)
    assert told == ("Тарасе", "uk", "Europe/Warsaw", "Пишіть, не дзвоніть")
    (act,) = acts(line)
    assert act.action == "contact.described"
    assert "Тарасе" not in json.dumps(act.changes, ensure_ascii=False)
    assert "Тарасе, це ваша сторінка" in line.page()


def test_what_is_wrong_with_it_is_said_and_stays(line):
    answer = line.post("talk/", salutation="T", language="en", time_zone="Atlantis", talk_card="<i>Call</i>")

    assert answer.status_code == 422
    for words in ("No time zone is called so", "&lt;i&gt;Call", "Atlantis"):
        assert words in answer.content.decode()
    assert line.contact().talk_card == ""


def test_nothing_else_about_the_person_can_be_changed(line):
    line.post("talk/", salutation="T", language="en", time_zone="UTC", talk_card="", name="Nobody", consent="given")

    assert (line.contact().name, line.contact().consent) == ("Taras", "unknown")


@pytest.mark.parametrize("asking", ["less_often", "phone", "never", "normal"])
def test_way_of_being_asked_is_the_persons_choice(line, asking):
    assert "checked" in line.page("asking/").partition('value="normal"')[2][:9]
    for _again in range(2):
        assert line.post("asking/", asking=asking).status_code == 303

    assert line.contact().asking == asking
    assert len(acts(line)) == (asking != "normal")
    assert line.post("asking/", asking="always").status_code == 422


def test_letters_are_stopped_and_come_again(line):
    for _again in range(2):
        line.post("letters/")
    with tenant_context(line.organization_id):
        assert Suppression.objects.get().reason == "unsubscribed"
    assert "sends you no letters at all" in line.page("asking/")

    line.post("letters/", undo="1")

    with tenant_context(line.organization_id):
        assert not Suppression.objects.exists()


def test_complaint_is_not_taken_back_here(line, now):
    with tenant_context(line.organization_id):
        Suppression.objects.create(address="taras@acme.example", reason="complaint", created_at=now)

    assert "Send me letters again" not in line.page("asking/")
    line.post("letters/", undo="1")

    with tenant_context(line.organization_id):
        assert Suppression.objects.exists()


def test_colleague_instead_becomes_one_task(line, now):
    for _again in range(2):
        answer = line.post("colleague/", name="Olena Rybchuk", address="o" * 60 + "@acme.example")

    assert "Olena Rybchuk" in answer.content.decode()
    (task,) = line.tasks(now)
    assert (task.owner.name, task.contact.name, task.title[:40]) == (
        "Alice Ahlberg", "Taras", "Ask a colleague instead: Olena Rybchuk, "
    )  # fmt: skip
    assert line.post("colleague/", name=" ").status_code == 422


# --- What was said, promised and done ---


def test_own_answers_are_shown_in_words_and_nobody_elses(line, cast, now):
    with tenant_context(line.organization_id):
        version = factory.a_version(by=cast.alice.employee, now=now)
        other = a_contact("Other", at=line.position.client, by=cast.alice.employee, now=now)
        for contact, words, confidentiality in (
            (line.position.contact, "mine and named", "named"),
            (line.position.contact, "mine without a name", "role"),
            (line.position.contact, "mine and confided", "leadership"),
            (other.contact, "not mine", "named"),
        ):
            factory.a_response(
                {"recommend": 9, "reason": ["papers"], "words": words},
                version=version, now=now, contact=contact, client=line.position.client, confidentiality=confidentiality,
            )  # fmt: skip

    html = line.page("said/?l=uk")

    for words in (
        "mine and named",
        "mine without a name",
        "mine and confided",
        "Чи порадили б ви нас колезі?",
        "Документи",
    ):
        assert words in html
    assert "not mine" not in html


def test_promises_that_all_may_read_are_shown_until_they_are_kept(line, cast, now):
    by = cast.alice.employee
    mine = a_talk(line, by, now, promise="Send the act")
    a_talk(line, by, now, promise="Canary for the top", visibility="leadership")
    a_talk(line, by, now, promise="Canary for managers", visibility="managers")
    a_talk(line, by, now, promise="Canary of others", with_taras=False)
    gone = a_talk(line, by, now, promise="Canary taken back")
    with tenant_context(line.organization_id):
        interactions.drop_promise(promise=gone, by=by, now=now)

    html = line.page()
    assert "Send the act" in html
    assert "Canary" not in html + line.page("said/")

    with tenant_context(line.organization_id):
        interactions.keep_promise(promise=mine, by=by, now=now)
    assert "Send the act" not in line.page()
    assert "Send the act" in line.page("said/")


def test_promise_that_is_late_says_so(line, cast, now):
    mine = a_talk(line, cast.alice.employee, now, promise="Send the act")
    with tenant_context(line.organization_id):
        Promise.objects.filter(pk=mine.pk).update(due_on=now.date() - timedelta(days=2))

    assert "is not done yet" in line.page()


def test_closed_case_of_this_person_is_a_change(line, cast, now):
    with tenant_context(line.organization_id):
        other = a_contact("Other", at=line.position.client, by=cast.alice.employee, now=now)
        for contact_id, text in ((line.position.contact_id, "The act comes in two days"), (other.contact_id, "Canary")):
            fact = events.Fact(
                kind=kinds.CASE_CLOSED,
                happened_at=now,
                client_id=line.position.client_id,
                contact_id=contact_id,
                payload={"said": "Acts are late", "done": text},
            )
            events.publish(fact, now=now)

    html = line.page("said/")

    assert "Acts are late" in html
    assert "The act comes in two days" in html
    assert "Canary" not in html


# --- Their data ---


def fetched(line) -> dict[str, str]:
    answer = line.post("data/file/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_person_takes_everything_they_said_and_nothing_confidential_about_them(line, cast, now):
    by = cast.alice.employee
    a_talk(line, by, now, promise="Send the act", notes="Open to all")
    a_talk(line, by, now, promise="Secret plan", notes="Canary about him", visibility="leadership")
    line.write("a note of mine")
    with tenant_context(line.organization_id):
        version = factory.a_version(by=by, now=now)
        values = {"contact": line.position.contact, "client": line.position.client, "confidentiality": "leadership"}
        factory.a_response({"recommend": 1, "words": "my answer"}, version=version, now=now, **values)

    files = fetched(line)

    assert files.keys() == {"person.json", "person.html"}
    for content in files.values():
        for words in ("taras@acme.example", "Open to all", "Send the act", "a note of mine", "my answer"):
            assert words in content
        assert "Canary" not in content
        assert "Secret plan" not in content
    assert "entries are left out" in files["person.html"] or "entry is left out" in files["person.html"]
    assert "contact.own_export" in [act.action for act in acts(line)]


def test_looking_at_the_data_fetches_nothing(line):
    assert line.get("data/file/").status_code == 405
    assert "taras@acme.example" in line.page("data/")
    assert acts(line) == []


def test_wish_to_be_forgotten_becomes_one_task(line, now):
    for _again in range(2):
        assert line.post("data/").status_code == 303

    (task,) = line.tasks(now)
    assert task.title == "Delete this person's data: they have asked for it"
    assert "within 30 days" in line.page("data/")


def test_erasing_closes_the_page_and_empties_the_notes(line, cast, now):
    line.write("canary")
    with tenant_context(line.organization_id):
        people_data.request_erasure(contact=line.position.contact, by=cast.alice.employee, now=now)
    assert line.get().status_code == 410
    for _again in range(40):
        jobs.drain(queue="people_data", now=lambda: now + timedelta(minutes=1))

    with tenant_context(line.organization_id):
        assert Interaction.objects.get().quote == ""
        assert PersonalLine.objects.get().revoked_at is not None
    assert line.get().status_code == 410


@pytest.mark.parametrize("both", [True, False])
def test_merged_person_has_one_page(line, cast, now, both):
    with tenant_context(line.organization_id):
        by = cast.alice.employee
        stays = a_contact("Taras B.", at=line.position.client, by=by, now=now)
        if both:
            actions.line_url(contact_id=stays.contact_id, now=now)
        actions.merge_people(source=line.position.contact, into=stays.contact, values={}, title="Taras", by=by, now=now)
        rows = PersonalLine.objects.filter(revoked_at=None)
        assert [row.contact_id for row in rows] == [stays.contact_id]

    assert line.get().status_code == (410 if both else 200)
