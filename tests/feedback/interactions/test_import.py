"""From a table to past talks: with whom, when, how; new, corrected, refused, taken back."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.audit.models import AuditEntry
from accounts.clients.actions.people_data import person_of
from accounts.clients.models import ClientFacts, Contact
from accounts.events.models import Event, Origin
from accounts.exchange import actions as exchange
from accounts.exchange.registry import importer_of
from accounts.jobs import actions as jobs
from accounts.mail.models import OutgoingEmail
from accounts.tenancy.context import tenant_context
from feedback.interactions import actions
from feedback.interactions.importing.fields import ATTRIBUTES, channel, mood
from feedback.interactions.importing.samples import SAMPLES
from feedback.interactions.models import Interaction, InteractionContact
from journeys.playbooks.models import Task
from journeys.stages import actions as stages
from tests.accounts.exchange.conftest import Importer
from tests.accounts.exchange.workbooks import workbook_of
from tests.factories.accounts import a_client, a_contact

pytestmark = pytest.mark.django_db
HEAD = "Date\tHow\tClient\tWith whom\tWho of us\tMood\tQuote\tNotes\tTopics\n"
TWO = HEAD + (
    "2024-03-14\tCall\tAcme\tolha@acme.example; Petro\tBob Bobson\tgood\tДякую за звіт\tGot the acts\tacts, support\n"
    "15.03.2024 16:20\tzoom\tacme\t\t\t35\t\t\t\n"
)


@pytest.fixture
def alice(cast, client_of) -> Importer:
    return Importer(client_of(cast.alice), cast.alice, what="talks")


@pytest.fixture
def inside(alice):
    """The scope of North, for looking into its tables."""
    alice.look_inside()
    yield
    alice.scope.close()


@pytest.fixture
def acme(cast, now):
    """A client of North with Olha, who pays, and Petro, who works with it."""
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        type(by).objects.filter(pk=cast.bob.employee.pk).update(name="Bob Bobson")
        client = a_client("Acme", by=by, now=now, time_zone="Europe/Kyiv")
        a_contact("Olha", at=client, by=by, now=now, email="olha@acme.example", roles=["economic"])
        a_contact("Petro", at=client, by=by, now=now, email="petro@acme.example", roles=["end_user"])
    return client


def held() -> list[tuple[object, ...]]:
    columns = ("channel", "mood", "quote", "notes", "topics")
    return list(Interaction.objects.order_by("happened_at").values_list(*columns))


def test_talks_with_known_people(alice, acme, cast, inside):
    job = alice.run(TWO)

    assert job.counts == {"create": 2, "talk.create": 2}
    assert held() == [
        ("call", 72, "Дякую за звіт", "Got the acts", ["acts", "support"]),
        ("video", 35, "", "", []),
    ]
    first, second = Interaction.objects.order_by("happened_at")
    assert sorted(first.people.values_list("contact__name", flat=True)) == ["Olha", "Petro"]
    assert (first.by, second.by) == (cast.bob.employee, cast.alice.employee)
    # A day alone is its noon in the house's zone, Kyiv.
    assert first.happened_at == datetime(2024, 3, 14, 10, tzinfo=UTC)
    assert second.happened_at == datetime(2024, 3, 15, 14, 20, tzinfo=UTC)


def test_nothing_is_written_before_the_word(alice, acme, inside):
    assert alice.check(TWO).counts == {"create": 2, "talk.create": 2}
    assert not Interaction.objects.exists()
    page = alice.page()
    assert "<ins>Дякую за звіт</ins>" in page
    assert "Acme · Video call" in page


def test_import_is_silent_audited_and_counts_as_heard(alice, acme, cast, now, inside):
    alice.run(TWO.replace("2024-03-14", (now - timedelta(days=3)).date().isoformat()))
    with alice.outside():
        for _turn in range(2):
            jobs.drain_all(now=lambda: now + timedelta(minutes=5))

    told = Event.objects.filter(kind="interaction.logged")
    assert set(told.values_list("origin", "client_id", "actor_id")) == {
        (Origin.IMPORT, acme.pk, cast.alice.employee.pk)
    }
    assert told.count() == 3  # two people, and a talk with nobody in particular
    assert AuditEntry.objects.filter(action="interaction.imported").count() == 2
    assert not ClientFacts.objects.get(client=acme).lacks_economic
    assert not Task.objects.exists()
    assert not OutgoingEmail.objects.exists()


def test_same_table_again_changes_nothing_and_a_correction_shows_old_and_new(alice, acme, inside):
    alice.run(TWO)
    assert alice.run(TWO).counts == {"same": 2}

    alice.check(TWO.replace("\tgood\t", "\tbad\t").replace("звіт", "звіти"))
    page = alice.page()
    assert "<del>72</del>" in page
    assert "<ins>Дякую за звіти</ins>" in page
    assert alice.run(TWO.replace("\tgood\t", "\t20\t")).counts == {"update": 1, "same": 1, "talk.update": 1}
    assert held()[0][1] == 20
    assert alice.run(TWO.replace("\tgood\t", "\t\t")).counts == {"same": 2}  # a blank cell erases nothing


def test_number_of_the_talk_is_which_it_is_and_rows_of_one_talk_join(alice, acme, inside):
    head = "Date\tHow\tClient\tWith whom\tNotes\tID\n"
    alice.run(f"{head}2024-03-14\tcall\tAcme\tOlha\tone\tr1\n2024-03-14\tcall\tAcme\tPetro\ttwo\tr1\n")

    (talk,) = Interaction.objects.all()
    assert talk.notes == "two"
    assert talk.people.count() == 2
    alice.run(f"{head}2024-03-15\tmeeting\tAcme\t\tthree\tr1\n")
    assert list(Interaction.objects.values_list("notes", flat=True)) == ["three"]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("\tcall\tAcme\t\t\t\tx\t\t", ("no_talk_day", "Date")),
        ("32.01.2024\tcall\tAcme\t\t\t\tx\t\t", ("day", "Date")),
        ("2090-01-01\tcall\tAcme\t\t\t\tx\t\t", ("not_yet", "Date")),
        ("2024-03-14\t\tAcme\t\t\t\tx\t\t", ("no_channel", "How")),
        ("2024-03-14\tpigeon\tAcme\t\t\t\tx\t\t", ("choice", "How")),
        ("2024-03-14\tcall\tNobody\t\t\t\tx\t\t", ("unknown_client", "Client")),
        ("2024-03-14\tcall\t\t\t\t\tx\t\t", ("unknown_client", "Client")),
        ("2024-03-14\tcall\tSouthern\t\t\t\tx\t\t", ("unknown_client", "Client")),
        ("2024-03-14\tcall\tAcme\tIryna\t\t\tx\t\t", ("unknown_participant", "With whom")),
        ("2024-03-14\tcall\tAcme\t\tMallory\t\tx\t\t", ("colleague", "Who of us")),
        ("2024-03-14\tcall\tAcme\t\t\t101\t\t\t", ("mood", "Mood")),
        ("2024-03-14\tcall\tAcme\t\t\tpurple\t\t\t", ("mood", "Mood")),
        ("2024-03-14\tcall\tAcme\t\t\t\t\t\t", ("nothing_said", "")),
        (f"2024-03-14\tcall\tAcme\t\t\t\t{'x' * 2001}\t\t", ("too_long", "Quote")),
        (f"2024-03-14\tcall\tAcme\t\t\t\t\t\t{','.join(map(str, range(11)))}", ("too_many_topics", "Topics")),
    ],
)
def test_row_that_cannot_be_imported_says_why(alice, acme, cast, now, inside, row, fault):
    with alice.outside(), tenant_context(cast.south.pk):
        a_client("Southern", by=cast.mallory.employee, now=now)

    alice.check(HEAD + row + "\n")

    assert alice.faults() == {2: [fault]}
    assert not Interaction.objects.exists()


def test_client_is_where_all_of_them_work(alice, acme, cast, now, inside):
    other = a_client("Other", by=cast.alice.employee, now=now)
    place = a_contact("Ivan", at=other, by=cast.alice.employee, now=now, email="ivan@mail.example")
    head = "Date\tHow\tE-mail\tNotes\n"

    alice.run(
        f"{head}2024-03-14\tcall\tolha@acme.example, petro@acme.example\tx\n2024-03-14\tcall\tivan@mail.example\ty\n"
    )
    assert sorted(Interaction.objects.values_list("client__name", "notes")) == [("Acme", "x"), ("Other", "y")]

    type(place).objects.create(contact=place.contact, client=acme, created_at=now)
    alice.check(f"{head}2024-03-15\tcall\tivan@mail.example\tz\n")
    assert alice.faults() == {2: [("which_client_of_talk", "")]}


def test_stage_and_roles_are_those_of_that_day(alice, acme, now, inside):
    stages.enter(client=acme, stage="onboarding", by=None, now=now, at=now - timedelta(days=100))
    place = acme.positions.get(contact__name="Olha")
    place.roles.update(valid_from=now.date() - timedelta(days=50))
    days = [(now - timedelta(days=ago)).date().isoformat() for ago in (90, 20)]

    alice.run("Date\tHow\tClient\tWith whom\tNotes\n" + "".join(f"{day}\tcall\tAcme\tOlha\tx\n" for day in days))

    rows = InteractionContact.objects.order_by("happened_at").values_list("interaction__stage", "roles")
    assert list(rows) == [("onboarding", []), ("onboarding", ["economic"])]


def test_undo_takes_back_talks_and_their_events_but_not_what_was_changed_since(alice, acme, cast, now, inside):
    alice.run(TWO)
    talk = Interaction.objects.get(channel="video")
    actions.log(  # of ours: it stays
        interaction=Interaction(client=acme, channel="visit", happened_at=now, notes="x"),
        people=[],
        by=cast.alice.employee,
        now=now,
    )
    Interaction.objects.filter(pk=talk.pk).update(notes="A colleague has added this.")

    job = alice.undo()

    assert (job.counts["undo.removed"], job.counts["undo.kept"]) == (1, 1)
    assert sorted(Interaction.objects.values_list("channel", flat=True)) == ["video", "visit"]
    assert not InteractionContact.objects.exists()
    assert Event.objects.filter(kind="interaction.logged").count() == 2


def test_removed_talk_does_not_come_back(alice, acme, cast, now, inside):
    alice.run(TWO)
    actions.remove(interaction=Interaction.objects.get(channel="video"), by=cast.alice.employee, now=now)

    alice.check(TWO)

    assert alice.faults() == {3: [("talk_removed", "")]}


def test_erased_person_is_in_no_row_of_the_import(alice, acme, inside):
    alice.run(HEAD + "2024-03-14\tCall\tAcme\tOlha; Petro\t\tgood\t\t\t\n15.03.2024\tcall\tacme\tOlha\t\t35\t\t\t\n")
    petro = Contact.objects.get(name="Petro")

    exchange.forget_person(person=person_of(petro.pk))

    assert [bool(row.cells) for row in alice.rows()[1:]] == [False, True]


def test_other_organization_sees_nothing_of_it(alice, acme, cast, client_of, inside):
    job = alice.run(TWO)

    with alice.outside():
        with tenant_context(cast.south.pk):
            assert not Interaction.objects.exists()
        assert client_of(cast.mallory).get(cast.mallory.url(f"imports/{job.pk}/")).status_code == 404


def test_batch_costs_the_same_statements_for_few_and_for_many(alice, acme):
    def cost(name: str, number: int) -> int:
        rows = "".join(f"2024-03-14\tcall\tAcme\tOlha\tNote\t{name}-{one}\n" for one in range(number))
        alice.check("Date\tHow\tClient\tWith whom\tNotes\tID\n" + rows)
        alice.post(alice.url("run/"), {})
        with CaptureQueriesContext(connection) as asked:
            alice.work()
        return len(asked)

    assert cost("few", 2) == cost("many", 40)


@pytest.mark.parametrize("language", list(SAMPLES))
def test_sample_is_understood(alice, language):
    importer = importer_of("talks")
    head, *rows = SAMPLES[language]
    with translation.override(language):
        guessed = importer.guess(head, rows)
    assert all(guessed)
    for row in rows:
        for key, text in zip(guessed, row, strict=True):
            if text:
                ATTRIBUTES[key].read(text, False)


@pytest.mark.parametrize(
    ("text", "score"), [("0", 0), ("72 %", 72), ("100/100", 100), ("погано", 20), ("Нейтрально", 60), ("отлично", 90)]
)
def test_moods_are_numbers_or_words(text, score):
    assert mood(text) == score


@pytest.mark.parametrize(
    ("text", "found"), [("Дзвінок", "call"), ("звонок", "call"), ("E-mail", "letter"), ("WhatsApp", "messenger")]
)
def test_ways_are_named_in_three_languages(text, found):
    assert channel(text) == found


def test_workbook_with_real_days(alice, acme, inside):
    day = datetime(2024, 3, 14, 9, 30)  # noqa: DTZ001 a cell of a workbook has no zone
    alice.run(workbook_of(["Date", "How", "Client", "Notes"], [day, "Call", "Acme", "x"]))

    assert Interaction.objects.get().happened_at == datetime(2024, 3, 14, 7, 30, tzinfo=UTC)
