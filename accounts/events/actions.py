"""Publishing what happened, and telling those who listen."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.events import queries, registry
from accounts.events.kinds import Kind
from accounts.events.models import Event, Origin
from accounts.events.payload import clean
from accounts.jobs import actions as jobs

QUEUE = "events"
KEPT_WORDS = frozenset(
    {"band", "channel", "gesture_form", "gesture_kind", "letter", "role", "stage"}
)  # names of ours that pages need, nobody's words


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


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a fact: its event, and whether this telling has made it."""

    event: Event
    is_new: bool


def own_key(*, kind: str, key: str) -> str:
    """Return the dedupe key of an event of an own kind by the sender's key for it: the same through every door, and never
    one of ours."""
    return f"api:{kind}:{key}"


def publish(fact: Fact, *, now: datetime) -> Event:
    """Write the fact as an event, in the transaction of whatever caused it, and return it; told again, return the first one.

    Handlers run after the commit. Raises UnknownKind, and BadPayload when the payload does not fit the kind.
    """
    return publish_many([fact], now=now)[0]


def publish_many(facts: Sequence[Fact], *, now: datetime) -> list[Event]:
    """Publish a batch with a constant number of queries and return the events in the order of `facts`.

    All or nothing: one bad payload refuses the batch.
    """
    return [one.event for one in publish_each(facts, now=now)]


@transaction.atomic
def publish_each(facts: Sequence[Fact], *, now: datetime) -> list[Published]:
    """Publish a batch as `publish_many` does, and tell of each fact whether it was new."""
    fields = queries.fields_of({fact.name for fact in facts})
    offered = [_event(fact, clean(fact.payload, fields[fact.name]), now) for fact in facts]
    # In the order of their keys: two batches that tell the same in another order wait for each other, and never in a ring.
    Event.objects.bulk_create(sorted(offered, key=lambda event: event.dedupe_key), ignore_conflicts=True)
    keys = {event.dedupe_key for event in offered}
    stored = {event.dedupe_key: event for event in Event.objects.filter(dedupe_key__in=keys)}
    published = [Published(found := stored[event.dedupe_key], found.pk == event.pk) for event in offered]
    jobs.enqueue_many(queue=QUEUE, subject_ids=[one.event.pk for one in published if one.is_new], now=now)
    return published


def rehearse(facts: Sequence[Fact], *, now: datetime, language: str) -> tuple[list[Published], list[str]]:
    """Return what publishing would come to, and in sentences of the language what would follow; nothing of it stays.

    Raises what `publish` raises.
    """
    with transaction.atomic(), translation.override(language):
        published = publish_each(facts, now=now)
        sentences = _foretold([one.event for one in published if one.is_new], now, language)
        if known := sum(not one.is_new for one in published):
            said = ngettext(
                "%(count)s event is known already: it would change nothing.",
                "%(count)s events are known already: they would change nothing.",
                known,
            )
            sentences.append(said % {"count": known})
        transaction.set_rollback(True)
    return published, sentences


def _foretold(events: Sequence[Event], now: datetime, language: str) -> list[str]:
    if not events:
        return []
    said = ngettext("%(count)s event would be recorded.", "%(count)s events would be recorded.", len(events))
    live = [event for event in events if event.origin == Origin.LIVE]
    follows = (
        [sentence for forecast in registry.forecasts() for sentence in forecast(live, now, language)] if live else []
    )
    silent = _("No rule reacts to it.") if live else _("Nothing reacts to history.")
    return [said % {"count": len(events)}, *(follows or [silent])]


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
