"""One row for everything that happens: written once, told to everybody who listens, and to nobody else's people."""

from datetime import timedelta
from uuid import uuid4

import pytest

from accounts import clock
from accounts.events import actions as events
from accounts.events import kinds, queries, registry
from accounts.events.actions import Fact
from accounts.events.models import CustomKind, Event, Origin
from accounts.events.payload import BadPayload
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.tenancy.context import organization_id_or_none, tenant_context
from accounts.web.pagination import page_of


@pytest.fixture
def heard(monkeypatch):
    """Subscribe a listener to every kind for one test, and return what it has heard: (organization, kind, payload)."""
    monkeypatch.setattr(registry, "_handlers", registry.defaultdict(list))
    seen = []

    @registry.subscribe(kinds.ANY)
    def listen(event):
        seen.append((organization_id_or_none(), event.kind, event.payload))

    return seen


def late(now, **given):
    return Fact(kind="custom.order_late", happened_at=now, **given)


@pytest.fixture
def north(cast, now):
    with tenant_context(cast.north.pk):
        CustomKind.objects.create(
            name="custom.order_late", title="Order late", fields={"days": "number", "order": "text"}, created_at=now
        )
    return cast.north


def test_fact_is_told_once_after_it_was_published(north, now, heard):
    with tenant_context(north.pk):
        events.publish(late(now, payload={"days": 3}), now=now)
    assert heard == []

    jobs.drain(queue="events", now=clock.real_now)

    assert heard == [(north.pk, "custom.order_late", {"days": 3})]
    jobs.drain(queue="events", now=clock.real_now)
    assert len(heard) == 1


def test_same_fact_told_twice_is_one_event(north, now, heard):
    with tenant_context(north.pk):
        first = events.publish(late(now, dedupe_key="order-7"), now=now)
        again = events.publish(late(now, dedupe_key="order-7", payload={"days": 9}), now=now + timedelta(minutes=1))

    assert again.pk == first.pk
    assert again.payload == {}
    jobs.drain(queue="events", now=clock.real_now)
    assert len(heard) == 1


def test_same_key_in_another_organization_is_another_event(north, cast, now):
    with tenant_context(cast.south.pk):
        CustomKind.objects.create(name="custom.order_late", title="x", created_at=now)
        events.publish(late(now, dedupe_key="order-7"), now=now)
    with tenant_context(north.pk):
        events.publish(late(now, dedupe_key="order-7"), now=now)
        assert Event.objects.count() == 1


def test_unpublished_with_its_cause(north, now, heard):
    with pytest.raises(KeyError), tenant_context(north.pk):
        events.publish(late(now), now=now)
        raise KeyError
    assert not Job.objects.filter(queue="events").exists()


def test_batch_with_one_bad_payload_is_refused_whole(north, now):
    with tenant_context(north.pk):
        with pytest.raises(BadPayload, match="days"):
            events.publish_many([late(now, payload={"days": 1}), late(now, payload={"days": "many"})], now=now)
        assert not Event.objects.exists()


def test_kind_of_another_organization_is_unknown(cast, north, now):
    with tenant_context(cast.south.pk), pytest.raises(queries.UnknownKind, match="custom.order_late"):
        events.publish(late(now), now=now)


def test_failing_listener_is_called_again_and_its_neighbors_are_heard(north, now, monkeypatch):
    monkeypatch.setattr(registry, "_handlers", registry.defaultdict(list))
    heard = []

    @registry.subscribe(kinds.ANY)
    def listen(event):
        if event.payload.get("order") == "poison" and not heard.count("poison"):
            heard.append("poison")
            raise RuntimeError("not yet")
        heard.append(event.payload["order"])

    with tenant_context(north.pk):
        for order in ("a", "poison", "b"):
            events.publish(late(now, payload={"order": order}), now=now)
    jobs.drain(queue="events", now=clock.real_now)

    assert {"a", "b"} <= set(heard)
    job = Job.objects.filter(queue="events").first()
    assert job is None or job.last_error == "RuntimeError"
    jobs.drain(queue="events", now=lambda: clock.real_now() + timedelta(hours=2))
    assert heard.count("poison") == 2


def test_cost_does_not_grow_with_the_batch(north, now, django_assert_num_queries):
    with tenant_context(north.pk):
        for size in (1, 50):
            with django_assert_num_queries(7):
                events.publish_many([late(now, payload={"days": number}) for number in range(size)], now=now)


def test_timeline_is_newest_first_by_pages_and_only_of_this_client(north, now):
    client, other = uuid4(), uuid4()
    with tenant_context(north.pk):
        for day in range(5):
            events.publish(late(now - timedelta(days=day), client_id=client, payload={"days": day}), now=now)
        events.publish(late(now, client_id=other), now=now)

        story = queries.timeline(client_id=client)
        first = page_of(story, order="-happened_at", size=3)
        page = first.rows
        rest = page_of(story, order="-happened_at", size=3, after=first.after).rows

    assert [event.payload["days"] for event in page] == [0, 1, 2]
    assert [event.payload["days"] for event in rest] == [3, 4]


def test_event_remembers_when_it_was_true_and_when_it_was_known(north, now):
    with tenant_context(north.pk):
        event = events.publish(late(now - timedelta(days=90), origin=Origin.IMPORT), now=now)

    assert (event.happened_at, event.recorded_at, event.origin) == (now - timedelta(days=90), now, "import")
