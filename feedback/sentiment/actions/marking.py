"""Moods that one of us has felt and sets by hand."""

from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.models import Client, ClientFacts, Contact
from accounts.events import actions as events
from accounts.events import kinds
from accounts.organizations.models import Employee
from accounts.tenancy.uuid7 import uuid7
from feedback.sentiment import weights
from feedback.sentiment.models import MoodReading, Source

HIGHEST = 100


class BadMark(ValueError):
    """The mood is beyond the scale, or of the future."""


@transaction.atomic
def record_by_hand(
    *,
    client: Client,
    value: int,
    by: Employee,
    now: datetime,
    contact: Contact | None = None,
    role: str = "",
    note: str = "",
    happened_at: datetime | None = None,
) -> MoodReading:
    """Set a mood (0-100) by hand, publish it, and return its reading: fresh for 14 days when bad, for 45 when good.

    Raises BadMark for a mood beyond the scale and for one of the future.
    """
    at = happened_at or now
    if not 0 <= value <= HIGHEST or at > now:
        raise BadMark
    stage = ClientFacts.objects.values_list("stage", flat=True).get(client=client)
    reading = MoodReading(
        client=client,
        contact=contact,
        role=role,
        stage=stage,
        segment_id=client.segment_id,
        source=Source.MARK,
        by=by,
        note=note.replace("\0", "").strip(),
        value=value,
        weight=weights.FULL,
        half_life_days=weights.mark_days(value),
        happened_at=at,
        known_at=now,
        reasons={"mood": value},
    )
    reading.root = f"mark:{reading.pk}"
    reading.save()
    audit.record(action="mood.marked", subject=reading, by=by, now=now, before=audit.NEW)
    _publish(reading, by=by, now=now)
    return reading


@transaction.atomic
def take_back(*, reading: MoodReading, by: Employee, now: datetime) -> None:
    """Let a mood that was set by hand count no more, and publish that. Twice is once."""
    reading = MoodReading.objects.select_for_update(of=("self",)).get(pk=reading.pk, source=Source.MARK)
    if reading.replaced_at or reading.value is None:
        return
    before = audit.snapshot(reading)
    reading.replaced_at = now
    reading.save(update_fields=["replaced_at"])
    audit.record(action="mood.unmarked", subject=reading, by=by, now=now, before=before)
    end = MoodReading.objects.get(pk=reading.pk)
    end.pk, end._state.adding = uuid7(), True
    end.replaces, end.number, end.value, end.note = reading, reading.number + 1, None, ""
    end.known_at, end.replaced_at = now, None
    end.save()
    _publish(end, by=by, now=now)


def _publish(reading: MoodReading, *, by: Employee, now: datetime) -> None:
    fact = events.Fact(
        kind=kinds.MOOD_MARKED,
        client_id=reading.client_id,
        contact_id=reading.contact_id,
        actor_id=by.pk,
        happened_at=reading.happened_at,
        payload={"reading_id": reading.pk, "role": reading.role, "mood": reading.value},
        dedupe_key=f"mood.marked:{reading.pk}",
    )
    events.publish(fact, now=now)
