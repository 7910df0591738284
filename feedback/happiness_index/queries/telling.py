"""What a client's index is, how it came to that, and how it went: for pages, letters and the API.

Everything leaves out what is for top management only, unless `confidential` is asked for: by whoever is named to read it.
"""

import uuid
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from feedback.happiness_index.formula import (
    Contribution,
    Disagreement,
    Drop,
    Formula,
    Index,
    Moment,
    Waterfall,
    disagreement,
    drop,
    slope,
    volatility,
)
from feedback.happiness_index.formula import waterfall as laid_out
from feedback.happiness_index.models import IndexSnapshot
from feedback.happiness_index.queries.inputs import Calendar, Inputs, count, inputs_of
from feedback.sentiment import queries as moods
from feedback.sentiment.models import MoodReading

MONTHS = 24
TREND = 6  # points


class Known(StrEnum):
    """As it was known on every day of the past, or as it is known now of those days."""

    THEN = "then"
    NOW = "now"


@dataclass(frozen=True, slots=True)
class Reason:
    """One contribution with its reading, which knows its answer, talk, person and reasons."""

    contribution: Contribution
    reading: MoodReading


@dataclass(frozen=True, slots=True)
class Explanation:
    """The index, with reasons whose points and the baseline add up to it; those that move it most come first."""

    index: Index
    reasons: tuple[Reason, ...]
    disagreement: Disagreement | None


@dataclass(frozen=True, slots=True)
class Point:
    """The index at the end of a day; `roles` are the moods of the roles heard."""

    day: date
    at: datetime
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    confidence: str
    roles: dict[str, Decimal]


@dataclass(frozen=True, slots=True)
class Trend:
    """What the last points of the curve say; None where there are too few."""

    slope: Decimal | None  # points in 30 days
    volatility: Decimal | None
    drop: Drop | None


def explain(
    client_id: uuid.UUID, *, now: datetime, confidential: bool = False, formula: Formula | None = None
) -> Explanation:
    """Return the client's index at `now`, its interval and confidence, and every reading behind it with its points."""
    inputs = inputs_of([client_id], formula=formula)
    index = inputs.index(client_id, at=now, known_at=now, confidential=confidential)
    ids = [one.reading_id for one in index.contributions]
    rows = moods.readings(ids)
    reasons = [Reason(one, rows[one.reading_id]) for one in index.contributions]
    reasons.sort(key=lambda one: (-abs(one.contribution.points), one.reading.happened_at, one.reading.pk))
    return Explanation(index, tuple(reasons), disagreement(index, inputs.formula))


def history(
    client_id: uuid.UUID,
    *,
    now: datetime,
    as_known: Known = Known.NOW,
    since: datetime | None = None,
    confidential: bool = False,
    formula: Formula | None = None,
) -> list[Point]:
    """Return the index of the days with a new reading, of month ends and of today, the oldest first: two years by default.

    As known then: what the index was on each day, before later answers, amendments and corrections, by the version that was
    in use. As known now: with them, by that of today. Another formula shows the same days as it would have counted them.
    """
    inputs = inputs_of([client_id], formula=formula)
    since = since or now - timedelta(days=31 * MONTHS)
    points = []
    for day in days_of(inputs, client_id, now=now):
        at = min(inputs.calendar.end(day), now)
        if at >= since:
            known_at = at if as_known == Known.THEN else now
            counted_by = inputs.then(at) if as_known == Known.THEN and formula is None else inputs
            index = counted_by.index(client_id, at=at, known_at=known_at, confidential=confidential)
            points.append(_point(day, at, index))
    return points


def curve(
    client_id: uuid.UUID,
    *,
    now: datetime,
    months: int = MONTHS,
    confidential: bool = False,
    formula: Formula | None = None,
) -> list[Point]:
    """Return the index and the mood of every role at the ends of the last months and today, as it is known now."""
    inputs = inputs_of([client_id], formula=formula)
    ends = [*month_ends(inputs.calendar, now=now, months=months - 1), inputs.calendar.day(now)]
    ats = [(day, min(inputs.calendar.end(day), now)) for day in ends]
    return [_point(day, at, inputs.index(client_id, at=at, known_at=now, confidential=confidential)) for day, at in ats]


def trend(points: Sequence[Point]) -> Trend:
    """Return direction, unrest and a drop of the last points of a curve; unknown points are left out."""
    known = [(one.at, one.value) for one in points if one.value is not None][-TREND:]
    return Trend(slope(known), volatility(known), drop(known))


def waterfall(
    client_id: uuid.UUID,
    *,
    start: datetime,
    end: datetime,
    now: datetime,
    as_known: Known = Known.THEN,
    confidential: bool = False,
) -> Waterfall:
    """Return why the index moved from `start` to `end`, in steps that add up exactly.

    As known then: a late or amended answer moves it on the day when it became known, and each day counts by the version that
    was in use. As known now: only what happened between, by the version of today.
    """
    inputs = inputs_of([client_id])
    is_then = as_known == Known.THEN
    moments = [
        (inputs.then(at) if is_then else inputs).moment(client_id, at=at, known_at=None if is_then else now)
        for at in (start, end)
    ]
    return laid_out(
        inputs.rows(client_id, confidential=confidential), start=moments[0], end=moments[1], formula=inputs.formula
    )


def replay(snapshot: IndexSnapshot, inputs: Inputs, *, confidential: bool = False) -> Index:
    """Return the index of a stored day, counted again by its version from its readings as they were known then."""
    inputs = inputs.by(inputs.versions.by_number[snapshot.version])
    weights = inputs.weights_of(snapshot.segment_id, at=snapshot.at)
    moment = Moment(at=snapshot.at, known_at=snapshot.known_at, baseline=snapshot.baseline, weights=weights)
    return count(inputs.rows(snapshot.client_id, confidential=confidential), moment=moment, formula=inputs.formula)


def days_of(inputs: Inputs, client_id: uuid.UUID, *, now: datetime) -> list[date]:
    """Return the days of a client's history: those on which something was said, the ends of months since, and today."""
    said = {inputs.calendar.day(one.happened_at) for one in inputs.rows(client_id) if one.happened_at <= now}
    if not said:
        return []
    today, end, ends = inputs.calendar.day(now), _month_end(min(said)), set()
    while end < today:
        ends.add(end)
        end = _month_end(end + timedelta(days=1))
    return sorted({*said, *ends, today})


def month_ends(calendar: Calendar, *, now: datetime, months: int) -> list[date]:
    """Return the last days of so many months before this one, the oldest first."""
    ends = [calendar.month(now) - timedelta(days=1)]
    while len(ends) < months:
        ends.append(ends[-1].replace(day=1) - timedelta(days=1))
    return ends[::-1]


def is_month_end(day: date) -> bool:
    """Tell whether a month ends with the day."""
    return day == _month_end(day)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _point(day: date, at: datetime, index: Index) -> Point:
    roles = {role: one.mood for role, one in index.roles.items() if role}
    return Point(day, at, index.value, index.low, index.high, index.confidence, roles)
