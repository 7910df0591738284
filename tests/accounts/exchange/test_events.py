"""From a table to events of own kinds, and back."""

from datetime import UTC, datetime

import pytest

from accounts.event_kinds import actions as kinds
from accounts.events.models import CustomKind, Event, Origin
from accounts.exchange.models import ImportJob
from accounts.exchange.registry import importer_of
from accounts.inbound.importing.fields import ATTRIBUTES
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client, a_contact

HEAD = "Client\tEmail\tKind\tDate\tNumber\tdays\turgent\tpromised\n"
LATE = "custom.order_late"
FIELDS = {"days": "number", "urgent": "boolean", "promised": "date", "seen": "time", "ref": "id", "words": "text"}


@pytest.fixture
def alice(alice):
    alice.what = "events"
    return alice


@pytest.fixture(autouse=True)
def acme(cast, now):
    by = cast.alice.employee
    with tenant_context(cast.north.pk):
        kinds.add_kind(kind=CustomKind(name=LATE, title="Late order", fields=FIELDS, created_at=now), by=by, now=now)
        client = a_client("Acme", by=by, now=now)
        a_contact("Taras", at=client, by=by, now=now, email="taras@mail.example")
    return client


def test_events_are_told_as_an_import_and_the_same_number_once(alice, acme, cast, inside):
    job = alice.run(
        HEAD
        + "acme\t\torder_late\t2025-03-14 16:20\tA-1\t3\tтак\t15.03.2025\n"
        + "\ttaras@mail.example\tLate order\t2025-03-15\tA-2\t1,5\t\t\n"
        + "Acme\t\torder_late\t2025-03-14 16:20\tA-1\t3\tyes\t15.03.2025\n"
    )

    assert alice.faults() == {}
    assert job.counts == {"create": 2, "same": 1, "event.create": 2}
    first, second = Event.objects.filter(kind=LATE).order_by("happened_at")
    assert (first.happened_at, first.origin) == (datetime(2025, 3, 14, 14, 20, tzinfo=UTC), Origin.IMPORT)
    assert first.payload == {"days": 3, "urgent": True, "promised": "2025-03-15"}
    assert (second.payload, second.client_id) == ({"days": 1.5}, acme.pk)
    assert second.contact_id is not None
    with alice.outside(), tenant_context(cast.south.pk):
        assert not Event.objects.filter(kind=LATE).exists()


def test_same_table_again_adds_nothing_and_undo_takes_back_its_own_only(alice, inside):
    with_number, without = "Acme\t\torder_late\t2025-03-14\tA-1\t3\t\t\n", "Acme\t\torder_late\t2025-03-16\t\t4\t\t\n"
    alice.run(HEAD + with_number)
    alice.run(HEAD + with_number + without)

    assert alice.check(HEAD + with_number + without).counts == {"same": 2}
    alice.post(alice.url("cancel/"), {})
    with alice.outside(), tenant_context(alice.person.organization.pk):
        second = ImportJob.objects.filter(state=ImportJob.State.DONE).order_by("-created_at").first()
    alice.post(alice.person.url(f"imports/{second.pk}/undo/"), {})
    alice.work()

    second.refresh_from_db()
    assert (second.state, second.counts["undo.removed"]) == (ImportJob.State.UNDONE, 1)
    assert [event.payload for event in Event.objects.filter(kind=LATE)] == [{"days": 3}]


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("Nobody\t\torder_late\t2025-03-14\t\t\t\t", ("unknown_client", "Client")),
        ("\tnobody@mail.example\torder_late\t2025-03-14\t\t\t\t", ("unknown_client", "Client")),
        ("Acme\t\tmail.replied\t2025-03-14\t\t\t\t", ("unknown_kind", "Kind")),
        ("Acme\t\t\t2025-03-14\t\t\t\t", ("no_kind", "Kind")),
        ("Acme\t\torder_late\t\t\t\t\t", ("no_moment_of_event", "Date")),
        ("Acme\t\torder_late\t2099-01-01\t\t\t\t", ("not_yet", "Date")),
        ("Acme\t\torder_late\t1969-01-01\t\t\t\t", ("day", "Date")),
        ("Acme\t\torder_late\t2025-03-14\t\tmany\t\t", ("number", "days")),
        ("Acme\t\torder_late\t2025-03-14\t\t1e20\t\t", ("number", "days")),
        ("Acme\t\torder_late\t2025-03-14\t\t\tmaybe\t", ("yes_or_no", "urgent")),
        ("Acme\t\torder_late\t2025-03-14\t\t\t\t31.04.2025", ("day", "promised")),
        ("Acme\t\torder_late\t2025-03-14\t" + "x" * 121 + "\t\t\t", ("too_long", "Number")),
    ],
)
def test_row_that_cannot_be_imported_names_column_and_remedy(alice, inside, row, fault):
    alice.run(HEAD + row + "\n")

    assert alice.faults() == {2: [fault]}
    assert not Event.objects.filter(kind=LATE).exists()


def test_sample_can_be_imported_as_it_is(alice, cast, inside):
    answer = alice.get(cast.alice.url("imports/sample.csv?what=events&in=uk"))

    job = alice.run(b"".join(answer.streaming_content))

    assert job.counts == {"create": 1, "event.create": 1}
    assert "" not in job.mapping


def test_every_field_is_recognized_by_its_own_name(inside):
    labels = [str(one.label) for one in ATTRIBUTES.values()]

    assert importer_of("events").guess([*labels, "days"], []) == [*ATTRIBUTES, "payload.days"]
