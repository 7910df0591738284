"""Events of own kinds, sent by the organization's other systems."""

from datetime import timedelta

import pytest

from accounts.event_kinds import actions as kinds
from accounts.events.models import CustomKind, Event, Origin
from accounts.jobs.models import Job
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client
from tests.happiness.api.conftest import System, is_problem

pytestmark = pytest.mark.django_db

LATE = "custom.order_late"
PAYLOAD = {"order": "A-1047", "days": 3}


@pytest.fixture
def kind(cast, now):
    with tenant_context(cast.north.pk):
        row = CustomKind(
            name=LATE, title="An order is late", fields={"order": "text", "days": "number"}, created_at=now
        )
        kinds.add_kind(kind=row, by=cast.alice.employee, now=now)
    return row


@pytest.fixture
def client_id(cast, now):
    with tenant_context(cast.north.pk):
        return str(a_client("Nordwerk", by=cast.alice.employee, now=now).pk)


def stored(organization) -> list[Event]:
    with tenant_context(organization.pk):
        return list(Event.objects.filter(kind=LATE).order_by("id"))


def test_event_is_told_read_and_reacted_to(system, cast, kind, client_id, now):
    happened_at = now - timedelta(days=2)
    made = system.post(
        "events/", {"kind": LATE, "client": client_id, "happened_at": happened_at.isoformat(), "payload": PAYLOAD}
    )

    assert made.status_code == 201, made.content
    (event,) = stored(cast.north)
    assert (event.payload, event.happened_at, event.origin) == (PAYLOAD, happened_at, Origin.LIVE)
    assert (str(event.client_id), event.actor_id) == (client_id, cast.alice.employee.pk)
    assert Job.objects.filter(queue="events", subject_id=event.pk).exists()
    row = made.json()
    assert (row["kind"], row["client"], row["key"], row["is_history"]) == (LATE, client_id, None, False)
    assert system.get(f"events/{event.pk}/").json() == row
    assert system.get("events/", kind=LATE, client=client_id).json()["results"] == [row]
    assert system.get("events/", kind="custom.other").json()["results"] == []


def test_same_key_of_a_kind_is_the_same_event(system, cast, kind):
    told = {"kind": LATE, "key": "A-1047", "payload": PAYLOAD}

    first, again = system.post("events/", told), system.post("events/", told | {"payload": {}})
    another = system.post("events/", told | {"key": "A-1048"})

    assert (first.status_code, again.json()) == (201, first.json())
    assert (first.json()["key"], another.json()["key"]) == ("A-1047", "A-1048")
    assert len(stored(cast.north)) == 2


def test_history_is_told_as_history(system, cast, kind):
    assert system.post("events/", {"kind": LATE, "is_history": True}).json()["is_history"]

    assert [event.origin for event in stored(cast.north)] == [Origin.HISTORY]


@pytest.mark.parametrize(
    ("told", "field", "said"),
    [
        ({}, "kind", "required"),
        ({"kind": "custom.nothing"}, "kind", "No kind of yours"),
        ({"kind": "mail.replied"}, "kind", "No kind of yours"),
        ({"kind": LATE, "payload": {"days": "3", "colour": "red"}}, "payload", "days: not a number"),
        ({"kind": LATE, "payload": []}, "payload", "dictionary"),
        ({"kind": LATE, "happened_at": "2099-01-01T00:00:00Z"}, "happened_at", "when it has happened"),
        ({"kind": LATE, "key": "k" * 121}, "key", "120"),
        ({"kind": LATE, "client": "01a2023e-98b9-753d-af09-854881f53ea6"}, "client", "does not exist"),
    ],
)
def test_wrong_event_is_refused_with_the_reason(system, cast, kind, told, field, said):
    problem = is_problem(system.post("events/", told), 422)

    assert said in " ".join(problem["errors"][field])
    assert stored(cast.north) == []


def test_kind_that_was_archived_takes_nothing(system, cast, kind, now):
    with tenant_context(cast.north.pk):
        kinds.archive_kind(kind=kind, by=cast.alice.employee, now=now)

    is_problem(system.post("events/", {"kind": LATE}), 422)


def test_event_stays_and_belongs_to_its_organization(system, cast, kind, now):
    made = system.post("events/", {"kind": LATE}).json()
    theirs = System(cast.mallory, now=now)

    assert system.patch(f"events/{made['id']}/", {"payload": {}}).status_code == 405
    assert theirs.get(f"events/{made['id']}/").status_code == 404
    assert theirs.get("events/").json()["results"] == []
    is_problem(theirs.post("events/", {"kind": LATE}), 422)


def test_scope_is_asked_for(cast, kind, now):
    reader = System(cast.alice, now=now, scopes=["events:read"])

    assert reader.get("events/").status_code == 200
    is_problem(reader.post("events/", {"kind": LATE}), 403)
