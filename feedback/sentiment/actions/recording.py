"""Bringing readings in line with what was said: new ones, those that supersede, and those that count no more."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from accounts.clients.models import ClientFacts
from accounts.events.models import Origin
from feedback.sentiment.models import MoodReading, Source
from feedback.sentiment.told import texts_of
from feedback.sentiment.wanted import Wanted, of_answers, of_talks, place_of

BATCH = 1000
COPIED = (
    *("client_id", "contact_id", "role", "stage", "segment_id", "department_id", "touchpoint_id", "source"),
    *("response_id", "interaction_id", "weight", "half_life_days", "confidential", "happened_at", "root", "origin"),
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of the readings: those that are new, the moments whose sums changed, clients of what was confided only
    afterwards."""

    readings: list[MoodReading] = field(default_factory=list)
    moments: set[datetime] = field(default_factory=set)
    confided: set[uuid.UUID] = field(default_factory=set)

    @property
    def of_history(self) -> set[uuid.UUID]:
        """The clients of whom nothing but history has come, as by an import."""
        live = {row.client_id for row in self.readings if row.origin == Origin.LIVE}
        return {row.client_id for row in self.readings} - live


@transaction.atomic
def record(*, client_ids: Collection[uuid.UUID], now: datetime) -> Recorded:
    """Let the readings of these clients say what their answers and talks say; the same again writes nothing.

    What was amended or corrected gets a reading that replaces the former one, what was removed one without a value; nothing
    is overwritten. A constant number of statements, however many answers there are. What was written down since the index
    was counted last is known from then; what comes up later, from `now`. What a person confides afterwards to top management
    was never told to others: their former readings are confidential as well.
    """
    # Who comes second waits here, and then finds what the first one has written.
    facts = ClientFacts.objects.select_for_update().filter(client__in=client_ids).order_by("pk")
    counted = dict(facts.values_list("client", "mood_counted_at"))
    last = MoodReading.objects.filter(client__in=client_ids, replaced_at=None).exclude(source=Source.MARK)
    heads = {place_of(row): row for row in last}
    # What follows a merge is counted with the client that it has come to, whoever it was read of first.
    found = Recorded()
    offered: list[MoodReading] = []
    texts = texts_of(client_ids)
    for one in (*of_answers(client_ids, texts=texts, now=now), *of_talks(client_ids, texts=texts, now=now)):
        head = heads.pop(one.place, None)
        if one.is_erased and (head or one.value is None):
            continue
        if head is None:
            offered.append(_reading(one, known_at=_known_at(one, counted.get(one.client_id), now)))
        elif one.differs_from(head):
            offered.append(_reading(one, known_at=now, replaces=head))
    offered += [_without_value(head, now) for head in heads.values() if head.value is not None]
    _write(offered, found, now)
    return found


def _known_at(one: Wanted, counted_at: datetime | None, now: datetime) -> datetime:
    """An index that was counted without it did not know it."""
    is_counted = counted_at is not None and one.recorded_at <= counted_at
    return now if is_counted else min(one.recorded_at, now)


def _reading(one: Wanted, *, known_at: datetime, replaces: MoodReading | None = None) -> MoodReading:
    return MoodReading(
        client_id=one.client_id,
        contact_id=one.contact_id,
        role=one.role,
        stage=one.stage,
        segment_id=one.segment_id,
        department_id=one.department_id,
        touchpoint_id=one.touchpoint_id,
        source=one.source,
        response_id=one.response_id,
        interaction_id=one.interaction_id,
        value=one.value,
        weight=one.weight,
        half_life_days=one.half_life_days,
        confidential=one.confidential,
        happened_at=one.happened_at,
        known_at=known_at,
        replaces=replaces,
        root=replaces.root if replaces else one.root,
        number=replaces.number + 1 if replaces else 1,
        origin=one.origin,
        reasons=dict(one.reasons),
    )


def _without_value(head: MoodReading, now: datetime) -> MoodReading:
    kept = {name: getattr(head, name) for name in COPIED}
    return MoodReading(**kept, known_at=now, replaces=head, number=head.number + 1, value=None)


def _write(offered: list[MoodReading], found: Recorded, now: datetime) -> None:
    MoodReading.objects.bulk_create(offered, batch_size=BATCH)
    replaced = defaultdict(list)
    for row in offered:
        found.moments.add(row.happened_at)
        if row.replaces:
            row.replaces.replaced_at = row.known_at
            replaced[row.confidential and not row.replaces.confidential].append(row)
            found.moments.add(row.replaces.happened_at)
    former = [row.replaces for rows in replaced.values() for row in rows if row.replaces]
    MoodReading.objects.bulk_update(former, ["replaced_at"], batch_size=BATCH)
    if confided := replaced[True]:
        MoodReading.objects.filter(root__in=[row.root for row in confided]).update(confidential=True)
        found.confided.update(row.client_id for row in confided)
    found.readings.extend(offered)
