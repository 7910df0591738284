"""How relations went on, and how they stood some time before: what the index is measured against."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, DateField, ExpressionWrapper, F, OuterRef, QuerySet, Subquery

from accounts.contracts import queries as contracts
from accounts.contracts.models import Outcome, OutcomeKind
from feedback.happiness_index.formula import ROLES, rhythm
from feedback.happiness_index.models import IndexSnapshot
from feedback.insights.money import QUARTER, Past, Standing
from feedback.insights.validation import DAYS_BEFORE, Ending, warned_days
from feedback.insights.weighting import Judged
from feedback.sentiment.models import MoodReading, Source

DECISIONS = (OutcomeKind.RENEWED, OutcomeKind.GREW, OutcomeKind.SHRANK, OutcomeKind.LOST)
BAD = (OutcomeKind.SHRANK, OutcomeKind.LOST)
MOST = 1000  # the newest outcomes: older ones tell of another house


@dataclass(frozen=True, slots=True)
class Decided:
    """An outcome with its client and contract, and what was known of the client and its roles ninety days before."""

    outcome: Outcome
    past: Past
    ending: Ending
    judged: Judged


def decided(*, today: date) -> list[Decided]:
    """Return the newest outcomes that were decisions, newest first, by three statements however many there are.

    Indices are those that were shown on that day; everybody is taken to decide within a quarter, because they did.
    """
    rows = list(_rows(today))
    bad = {row.client_id for row in rows if row.kind in BAD}
    curves, voices = _curves(bad), _voices({row.client_id for row in rows})
    return [
        Decided(row, past_of(row, voices[row.client_id]), _ending(row, curves.get(row.client_id, [])), _judged(row))
        for row in rows
    ]


def _rows(today: date) -> QuerySet[Outcome]:
    before = ExpressionWrapper(F("day") - timedelta(days=DAYS_BEFORE), output_field=DateField())
    snapshots = IndexSnapshot.objects.filter(shown=True, client=OuterRef("client_id"), day__lte=OuterRef("before"))
    said = _heard().filter(client=OuterRef("client_id"), happened_at__lt=OuterRef("before"))
    lately = said.filter(happened_at__gte=OuterRef("before") - timedelta(days=QUARTER)).exclude(role="")
    roles = lately.order_by().values("client").annotate(n=Count("role", distinct=True))
    rows = contracts.outcomes().filter(kind__in=DECISIONS, day__lte=today).annotate(before=before)
    return rows.annotate(
        index=Subquery(snapshots.order_by("-day", "-at").values("value")[:1]),
        roles=Subquery(snapshots.order_by("-day", "-at").values("roles")[:1]),
        heard_at=Subquery(said.order_by("-happened_at").values("happened_at")[:1]),
        roles_heard=Subquery(roles.values("n")),
    )[:MOST]


def past_of(row: Any, voices: Sequence[datetime]) -> Past:
    """Return an outcome, annotated as above, as the calculations of money take it; `voices` are when somebody was heard."""
    before = row.day - timedelta(days=DAYS_BEFORE)
    usual = rhythm(moment for moment in voices if moment.date() < before)
    standing = Standing(
        client_id=row.client_id,
        revenue=None,
        index=None if row.index is None else float(row.index),
        silent_days=None if row.heard_at is None else (before - row.heard_at.date()).days,
        roles_heard=row.roles_heard or 0,
        renewal_in=DAYS_BEFORE,
        rhythm_days=None if usual is None else usual.days,
    )
    return Past(standing.level, standing.index, row.kind == OutcomeKind.LOST, change_of(row))


def change_of(row: Outcome) -> float | None:
    """Return by which part the revenue of the contract changed, at most all of it; None where nobody said."""
    if row.kind == OutcomeKind.LOST:
        return -1.0
    if row.kind == OutcomeKind.RENEWED:
        return 0.0
    if row.amount_change is None or not row.contract or not row.contract.amount:
        return None
    return float(min(max(row.amount_change / row.contract.amount, Decimal(-1)), Decimal(1)))


def _ending(row: Any, curve: list[tuple[date, float]]) -> Ending:
    is_bad = row.kind in BAD
    index = None if row.index is None else float(row.index)
    return Ending(row.pk, is_bad, index, warned_days(curve, row.day) if is_bad else None)


def _judged(row: Any) -> Judged:
    moods = {role: float(mood) for role, mood in (row.roles or {}).items() if role in ROLES}
    return Judged(row.kind in BAD, moods)


def _heard() -> QuerySet[MoodReading]:
    """Return what clients have said: not what we have felt, and not what was said to top management alone."""
    rows = MoodReading.objects.filter(replaced_at=None, value__isnull=False, confidential=False)
    return rows.exclude(source=Source.MARK)


def _voices(client_ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, list[datetime]]:
    found: dict[uuid.UUID, list[datetime]] = defaultdict(list)
    for client_id, at in _heard().filter(client__in=client_ids).values_list("client_id", "happened_at"):
        found[client_id].append(at)
    return found


def _curves(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[tuple[date, float]]]:
    rows = IndexSnapshot.objects.filter(shown=True, client__in=client_ids, value__isnull=False).order_by("day", "at")
    found: dict[uuid.UUID, list[tuple[date, float]]] = defaultdict(list)
    for client_id, day, value in rows.values_list("client_id", "day", "value"):
        found[client_id].append((day, float(value)))
    return found
