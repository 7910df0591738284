"""Many events at once, and events that are only rehearsed."""

import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.clients.actions import archive_client, merge_clients
from accounts.clients.models import Client
from accounts.event_kinds import actions as kinds
from accounts.events import registry
from accounts.events.models import CustomKind, Event, Origin
from accounts.jobs.models import Job
from accounts.tenancy.context import tenant_context
from tests.benchmarks import ingest
from tests.factories.accounts import a_client, a_contact
from tests.happiness.api.conftest import System, is_problem
from tests.happiness.api.test_bad_input import BODIES

pytestmark = pytest.mark.django_db

LATE = "custom.order_late"


@pytest.fixture(autouse=True)
def kind(cast, now):
    with tenant_context(cast.north.pk):
        row = CustomKind(
            name=LATE, title="An order is late", fields={"order": "text", "days": "number"}, created_at=now
        )
        kinds.add_kind(kind=row, by=cast.alice.employee, now=now)
    return row


@pytest.fixture
def nordwerk(cast, now):
    with tenant_context(cast.north.pk):
        return a_client("Nordwerk", by=cast.alice.employee, now=now, external_id="C-7", domain="nordwerk.example")


@pytest.fixture
def taras(cast, nordwerk, now):
    with tenant_context(cast.north.pk):
        place = a_contact("Taras", at=nordwerk, by=cast.alice.employee, now=now, email="taras@nordwerk.example")
        return place.contact


def stored(organization) -> list[Event]:
    with tenant_context(organization.pk):
        return list(Event.objects.filter(kind=LATE).order_by("id"))


def statuses(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [row["status"] for row in answer.json()["rows"]]


def test_good_events_are_recorded_and_each_bad_one_says_why(system, cast, nordwerk):
    rows = [
        {"kind": LATE, "key": "1", "client": str(nordwerk.pk), "payload": {"days": 3}},
        {"kind": LATE, "payload": {"days": "3", "colour": "red"}},
        {"kind": LATE, "key": "1"},
        "an event",
        {"kind": "custom.nothing", "client": {"external_id": "C-8"}},
        {"kind": LATE, "knd": 1},
    ]
    report = system.post("events/batch/", rows).json()

    (event,) = stored(cast.north)
    assert (report["created"], report["duplicate"], report["refused"]) == (1, 1, 4)
    assert report["rows"][0] == {"index": 0, "status": "created", "id": str(event.pk)}
    assert report["rows"][2] == {"index": 2, "status": "duplicate", "id": str(event.pk)}
    assert report["rows"][1]["errors"]["payload"] == ["colour: the kind has no such field", "days: not a number"]
    assert "dictionary" in report["rows"][3]["errors"]["non_field_errors"][0]
    assert set(report["rows"][4]["errors"]) == {"kind", "client"}
    assert set(report["rows"][5]["errors"]) == {"knd"}
    assert (event.client_id, event.actor_id, event.origin) == (nordwerk.pk, cast.alice.employee.pk, Origin.LIVE)
    assert Job.objects.filter(queue="events", subject_id=event.pk).exists()
    assert statuses(system.post("events/", rows[:1])) == ["duplicate"]  # a list at the other address is a batch, too


def test_clients_and_people_are_named_by_what_other_systems_know(system, cast, nordwerk, taras, now):
    references = [
        {"client": {"id": str(nordwerk.pk)}},
        {"client": {"external_id": "C-7"}},
        {"client": {"domain": "NORDWERK.example"}},
        {"contact": {"email": "Taras@Nordwerk.example"}},
        {"contact": str(taras.pk), "client": {"external_id": "C-7"}},
        {"contact": None, "client": {"external_id": "C-7"}},
    ]
    answer = system.post("events/batch/", [{"kind": LATE} | one for one in references])

    assert statuses(answer) == ["created"] * 6
    assert {event.client_id for event in stored(cast.north)} == {nordwerk.pk}  # also of a person who works nowhere else
    assert [event.contact_id for event in stored(cast.north)] == [None, None, None, taras.pk, taras.pk, None]


def test_reference_that_fits_nobody_or_several_is_refused(system, cast, nordwerk, taras, now):
    with tenant_context(cast.north.pk):
        twin = a_client("Nordwerk Süd", by=cast.alice.employee, now=now, domain="nordwerk.example")
        old = a_client("Old", by=cast.alice.employee, now=now, external_id="C-9")
        archive_client(client=old, by=cast.alice.employee, now=now)
    with tenant_context(cast.south.pk):
        foreign = a_client("Sudwerk", by=cast.mallory.employee, now=now, external_id="S-1")
    wrong = [
        ({"client": {"domain": "nordwerk.example"}}, "client", "Nordwerk, Nordwerk Süd"),
        ({"client": {"external_id": "C-9"}}, "client", "archive"),
        ({"client": {"external_id": "S-1"}}, "client", "does not exist"),
        ({"client": str(foreign.pk)}, "client", "does not exist"),
        ({"client": {"name": "Nordwerk"}}, "client", "external_id"),
        ({"client": {"external_id": "C-7", "domain": "x.example"}}, "client", "one of these"),
        ({"client": 7}, "client", "Send an id"),
        ({"client": {"external_id": "\ud800"}}, "client", "haracter"),
        ({"client": "C-7"}, "client", "no id"),
        ({"contact": {"email": "nobody@x.example"}}, "contact", "does not exist"),
        ({"contact": str(taras.pk), "client": str(twin.pk)}, "contact", "never worked"),
    ]
    answer = system.post("events/batch/", [{"kind": LATE} | one for one, _field, _said in wrong])

    assert statuses(answer) == ["refused"] * len(wrong)
    for row, (_one, field, said) in zip(answer.json()["rows"], wrong, strict=True):
        assert said in row["errors"][field][0]
    assert stored(cast.north) == []


def test_client_that_was_merged_is_found_under_its_old_names(system, cast, nordwerk, now):
    with tenant_context(cast.north.pk):
        double = a_client("Nordwerk AG", by=cast.alice.employee, now=now, external_id="C-70")
        merge_clients(source=double, into=nordwerk, values={}, title="", by=cast.alice.employee, now=now)

    told = [{"kind": LATE, "client": one} for one in (str(double.pk), {"external_id": "C-70"}, {"external_id": "C-7"})]
    assert statuses(system.post("events/batch/", told)) == ["created"] * 3
    assert {event.client_id for event in stored(cast.north)} == {nordwerk.pk}


@pytest.mark.parametrize(
    ("days", "more", "said"),
    [
        (0, {"happened_at": "2026-03-01T09:30:00"}, "zone"),
        (0, {"happened_at": 1772357400}, "format"),
        (0, {"happened_at": "1969-12-31T00:00:00Z", "is_history": True}, "1970"),
        (-1, {}, "when it has happened"),
        (31, {}, "is_history"),
        (31, {"is_history": True}, None),
        (29, {}, None),
    ],
)
def test_time_is_of_now_or_said_to_be_history(system, cast, now, days, more, said):
    moment = (now - timedelta(days=days)).isoformat()
    row = system.post("events/batch/", [{"kind": LATE, "happened_at": moment} | more]).json()["rows"][0]

    assert row["status"] == ("refused" if said else "created"), row
    assert not said or said in row["errors"]["happened_at"][0]


def test_clock_that_is_a_little_ahead_is_taken_for_ours(system, cast, monkeypatch, now):
    monkeypatch.setattr(clock, "real_now", lambda: now)
    system.post("events/", {"kind": LATE, "happened_at": (now + timedelta(minutes=10)).isoformat()})

    assert [event.happened_at for event in stored(cast.north)] == [now]


def test_batch_sent_again_is_answered_the_same(system, cast):
    rows, key = [{"kind": LATE}, {"kind": LATE, "payload": []}], {"Idempotency-Key": "k"}
    first = system.post("events/batch/", rows, **key)
    again = system.post("events/batch/", rows, **key)

    assert again.json() == first.json()
    assert again["Idempotency-Replayed"] == "true"
    assert len(stored(cast.north)) == 1
    is_problem(system.post("events/batch/", rows[:1], **key), 422)


def test_batch_costs_the_same_whatever_its_size(system, cast, nordwerk, taras):
    def cost(count, name):
        rows = [
            {
                "kind": LATE,
                "key": f"{name}-{number}",
                "client": {"external_id": "C-7"},
                "contact": {"email": "taras@nordwerk.example"},
            }
            for number in range(count)
        ]
        with CaptureQueriesContext(connection) as captured:
            assert statuses(system.post("events/batch/", rows)) == ["created"] * count
        return len(captured)

    cost(1, "first")  # the use of the token is noted
    assert cost(100, "many") == cost(1, "one")


def test_batch_has_its_limits(system, cast):
    assert system.post("events/batch/", []).json()["rows"] == []
    is_problem(system.post("events/batch/", [{"kind": LATE}] * 1001), 422)
    is_problem(system.post("events/batch/", {"kind": LATE}), 422)
    is_problem(System(cast.alice, now=cast.north.created_at, scopes=["events:read"]).post("events/batch/", []), 403)
    assert stored(cast.north) == []


@pytest.mark.parametrize("body", [body for body, _status in BODIES.values()], ids=BODIES)
@pytest.mark.parametrize("path", ["events/", "events/batch/"])
def test_body_that_is_no_event(system, cast, path, body):
    headers = {"Authorization": f"Bearer {system.token}"}
    answer = Browser(raise_request_exception=False).post(
        f"/api/v1/{path}", body, content_type="application/json", headers=headers
    )

    if answer.status_code == 200:
        assert statuses(answer) == ["refused"]
    else:
        is_problem(answer, answer.status_code)
        assert answer.status_code in {400, 413, 422}


def test_packed_body_is_refused_with_the_remedy(system):
    assert (
        "Content-Encoding"
        in is_problem(system.post("events/", {"kind": LATE}, **{"Content-Encoding": "gzip"}), 415)["detail"]
    )


@pytest.mark.parametrize(
    "more",
    [
        {"payload": {"\ud800": 1}},
        {"payload": {"days": 2**63}},
        {"payload": {"days": [[[]]]}},
        {"\ud800": 1},
        {"key": "\ud800"},
        {"key": "a\nb"},
        {"kind": "\ud800"},
        {"kind": {}},
        {"is_history": "perhaps"},
        {"contact": []},
        {"happened_at": "10000-01-01T00:00:00Z"},
        {"happened_at": "0001-01-01T00:00:00+14:00"},
    ],
)
def test_wrong_types_are_refused_and_never_break(system, cast, more):
    is_problem(system.post("events/", {"kind": LATE} | more), 422)
    assert statuses(system.post("events/batch/", [{"kind": LATE} | more])) == ["refused"]
    assert stored(cast.north) == []


# --- Rehearsals ---


def counted(organization) -> dict[str, int]:
    with tenant_context(organization.pk):
        return {
            model._meta.label: model._base_manager.count() for model in apps.get_app_config("accounts").get_models()
        }


def test_rehearsal_says_what_would_happen_and_writes_nothing(system, cast, nordwerk):
    system.post("events/", {"kind": LATE, "key": "known"})
    before = counted(cast.north)

    one = system.post("events/?dry_run=true", {"kind": LATE, "client": str(nordwerk.pk)}, **{"Idempotency-Key": "k"})
    many = system.post(
        "events/batch/?dry_run=1",
        [{"kind": LATE, "key": "new"}, {"kind": LATE, "key": "new"}, {"kind": LATE, "key": "known"}, {"kind": "x"}],
    )
    past = system.post("events/?dry_run=true", {"kind": LATE, "is_history": True})

    assert one.json() == {"status": "created", "sentences": ["1 event would be recorded.", "No rule reacts to it."]}
    assert statuses(many) == ["created", "duplicate", "duplicate", "refused"]
    assert ["id" in row for row in many.json()["rows"]] == [False, False, True, False]
    assert many.json()["sentences"][-1] == "2 events are known already: they would change nothing."
    assert past.json()["sentences"][-1] == "Nothing reacts to history."
    assert counted(cast.north) == before


def test_rehearsal_refuses_as_the_event_itself_would(system, cast):
    before = counted(cast.north)

    assert (
        "payload" in is_problem(system.post("events/?dry_run=true", {"kind": LATE, "payload": {"x": 1}}), 422)["errors"]
    )
    assert "dry_run" in is_problem(system.post("events/?dry_run=perhaps", {"kind": LATE}), 422)["errors"]
    assert counted(cast.north) == before


def test_rules_foretell_what_they_would_do_and_what_they_write_does_not_stay(system, cast, nordwerk, monkeypatch):
    def foretell(events, now, language):
        Client.objects.filter(pk=events[0].client_id).update(name="Asked")
        return [f"{language}: would ask {Event.objects.filter(pk__in=[one.pk for one in events]).count()} people"]

    monkeypatch.setattr(registry, "_forecasts", [])
    registry.register_forecast(foretell)
    told = {"kind": LATE, "client": str(nordwerk.pk)}

    assert system.post("events/?dry_run=true", told).json()["sentences"] == [
        "1 event would be recorded.",
        "en: would ask 1 people",
    ]
    assert "en:" not in json.dumps(system.post("events/?dry_run=true", told | {"is_history": True}).json())
    with tenant_context(cast.north.pk):
        assert Client.objects.get(pk=nordwerk.pk).name == "Nordwerk"
    assert stored(cast.north) == []


def test_events_of_a_batch_are_five_times_as_fast_as_single_ones(cast, now):
    ingest.prepare(cast.mallory, now=now)
    single, batch = ingest.measure(System(cast.mallory, now=now).token, rounds=3, singles=10)

    assert single / batch >= ingest.LEAST
