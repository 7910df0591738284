"""Publishing what happened, and telling those who listen."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.events import queries, registry
from accounts.events.kinds import Kind
from accounts.events.models import Event, Origin
from accounts.events.payload import clean
from accounts.jobs import actions as jobs

QUEUE = "events"
KEPT_WORDS = frozenset({"channel", "letter", "role", "stage"})  # names of ours that pages need, nobody's words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing to publish. The same `dedupe_key` is the same fact, however often it is told; without one it is new."""

    kind: Kind | str
    happened_at: datetime
    payload: Mapping[str, Any] = field(default_factory=dict)
    client_id: uuid.UUID | None = None
    contact_id: uuid.UUID | None = None
    actor_id: uuid.UUID | None = None
    origin: Origin = Origin.LIVE
    dedupe_key: str = ""

    @property
    def name(self) -> str:
        return self.kind if isinstance(self.kind, str) else self.kind.name


def publish(fact: Fact, *, now: datetime) -> Event:
    """Write the fact as an event, in the transaction of whatever caused it, and return it; told again, return the first one.

    Handlers run after the commit. Raises UnknownKind, and BadPayload when the payload does not fit the kind.
    """
    return publish_many([fact], now=now)[0]


@transaction.atomic
def publish_many(facts: Sequence[Fact], *, now: datetime) -> list[Event]:
    """Publish a batch with a constant number of queries and return the events in the order of `facts`.

    All or nothing: one bad payload refuses the batch.
    """
    fields = queries.fields_of({fact.name for fact in facts})
    offered = [_event(fact, clean(fact.payload, fields[fact.name]), now) for fact in facts]
    Event.objects.bulk_create(offered, ignore_conflicts=True)
    keys = {event.dedupe_key for event in offered}
    stored = {event.dedupe_key: event for event in Event.objects.filter(dedupe_key__in=keys)}
    new = [event.pk for event in offered if stored[event.dedupe_key].pk == event.pk]
    jobs.enqueue_many(queue=QUEUE, subject_ids=new, now=now)
    return [stored[event.dedupe_key] for event in offered]


def withdraw_imported(ids: Collection[uuid.UUID], *, dedupe_keys: Collection[str] = ()) -> None:
    """Take back what an import has told about clients and people that its undo has removed: they were never there.

    `dedupe_keys` are those of what it has told about other things that are gone.
    """
    told = Event.objects.filter(origin=Origin.IMPORT)
    told.filter(client_id__in=ids).delete()
    told.filter(contact_id__in=ids).delete()
    told.filter(dedupe_key__in=dedupe_keys).delete()


def dispatch(event_ids: list[uuid.UUID], now: datetime) -> None:
    """Call every handler of each event, oldest event first. The ledger calls this in the organization's scope."""
    for event in Event.objects.filter(pk__in=event_ids).order_by("recorded_at", "id"):
        for handler in registry.handlers_of(event.kind):
            handler(event)


def _event(fact: Fact, payload: dict[str, Any], now: datetime) -> Event:
    event = Event(
        kind=fact.name,
        client_id=fact.client_id,
        contact_id=fact.contact_id,
        actor_id=fact.actor_id,
        happened_at=fact.happened_at,
        recorded_at=now,
        origin=fact.origin,
        payload=payload,
    )
    event.dedupe_key = fact.dedupe_key or str(event.pk)
    return event


@transaction.atomic
def forget_words(*, contact_ids: Collection[uuid.UUID]) -> None:
    """Empty the texts in what happened to these people: that it happened, when, and its numbers stay. Twice is once."""
    rows = Event.objects.filter(contact_id__in=contact_ids)
    changed = []
    for row in rows.only("payload"):
        kept = {key: value for key, value in row.payload.items() if key in KEPT_WORDS or not _is_text(value)}
        if kept != row.payload:
            row.payload = kept
            changed.append(row)
    Event.objects.bulk_update(changed, ["payload"], batch_size=500)


@transaction.atomic
def narrow(*, dedupe_keys: Collection[str], fields: Collection[str]) -> None:
    """Take the person out of these events, and of their payload everything but `fields` (empty: all of it stays)."""
    rows = list(Event.objects.filter(dedupe_key__in=dedupe_keys))
    for row in rows:
        row.contact_id = None
        if fields:
            row.payload = {name: value for name, value in row.payload.items() if name in fields}
    Event.objects.bulk_update(rows, ["contact_id", "payload"])


def _is_text(value: Any) -> bool:
    """Tell whether the value is somebody's words: ids, days and times are texts for JSON alone."""
    if not isinstance(value, str):
        return False
    for read in (uuid.UUID, datetime.fromisoformat):
        try:
            read(value)
        except ValueError:
            continue
        return False
    return True
