"""Where what is known of a client contradicts itself, with the readings on both sides."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from feedback.happiness_index import contradictions as finding
from feedback.happiness_index.contradictions import Kind, Said
from feedback.happiness_index.formula import disagreement
from feedback.happiness_index.queries.inputs import inputs_of
from feedback.responses.scores import TABLE, value_of
from feedback.sentiment.models import MoodReading, Source

MOST = 300  # the newest readings that are looked through
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two readings that contradict each other; of a score and its own words both are the same one."""

    kind: Kind
    better: MoodReading
    worse: MoodReading
    points: int
    at: datetime

    @property
    def key(self) -> str:
        """What this finding is known by, however often it is looked for: another one begins with other readings."""
        return f"{self.kind}:{self.better.root}:{self.worse.root}"

    def is_about(self, response_id: uuid.UUID) -> bool:
        return response_id in {self.better.response_id, self.worse.response_id}


def contradictions(
    client_id: uuid.UUID, *, now: datetime, at: datetime | None = None, confidential: bool = False
) -> list[Contradiction]:
    """Return what contradicted itself at the client at that moment (`now`, unless another is named), the newest first; at most
    five, by a constant number of queries. What is for top management only is left out, unless `confidential` is asked for."""
    at = at or now
    lately = Q(client=client_id, replaced_at=None, value__isnull=False, happened_at__range=(at - finding.LATELY, at))
    rows = MoodReading.objects.filter(lately).select_related("contact", "response", "interaction", "by")
    if not confidential:
        rows = rows.filter(confidential=False)
    known = {row.pk: row for row in rows.order_by("-happened_at", "-pk")[:MOST]}
    if not known:
        return []
    inputs = inputs_of([client_id])
    index = inputs.index(client_id, at=at, known_at=now, confidential=confidential)
    pairs = finding.find(map(_said, known.values()), disagreement(index, inputs.formula), at=at)
    return [
        Contradiction(one.kind, known[one.better.id], known[one.worse.id], one.points, one.at) for one in pairs[:SHOWN]
    ]


def score_of(reading: MoodReading) -> int | None:
    """Return what was marked, apart from the words beside it."""
    if reading.source == Source.ANSWER:
        return value_of({name: reading.reasons.get(name) for name in TABLE})
    return reading.reasons.get("mood")


def _said(row: MoodReading) -> Said:
    assert row.value is not None
    return Said(
        id=row.pk,
        source=row.response_id or row.interaction_id,
        value=row.value,
        role=row.role,
        contact_id=row.contact_id,
        happened_at=row.happened_at,
        score=score_of(row),
        text=row.reasons.get("text"),
        is_ours=row.source == Source.MARK,
        is_noted=row.source == Source.TALK,
    )
