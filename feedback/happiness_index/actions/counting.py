"""Counting the index of clients: its days, what lists show of it, and the news that it has moved."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction
from django.db.models import Max, Min, Q

from accounts.clients.models import ClientFacts
from accounts.events import actions as events
from accounts.events import kinds
from accounts.web.mood import Mood, mood_of
from feedback.happiness_index import queries
from feedback.happiness_index.actions import baselines
from feedback.happiness_index.formula import MARKS, Formula, Index, Reading, disagreement, known, rhythm
from feedback.happiness_index.models import IndexSnapshot

MONTH = timedelta(days=30)  # over which lists say how the index has changed
NEWS = 5  # points; less is told when the band is another one
BATCH = 500
LONGEST = 9999  # days
SHOWN = (
    *("mood", "mood_low", "mood_high", "mood_confidence", "mood_change", "mood_roles", "mood_read_at", "sealed_mood"),
    "rhythm_days",
)
COUNTED = (
    *("segment", "at", "known_at", "value", "low", "high", "baseline", "confidence", "roles", "contributions"),
    *("sealed_value", "shown", "apart"),
)


@dataclass(frozen=True, slots=True)
class Due:
    """A day whose index is to be kept: for which moment, and from what was known when."""

    day: date
    at: datetime
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Span:
    """What is kept of a client so far."""

    first: date | None  # None: nothing by this version
    last: date
    known_at: datetime
    shown_from: date | None


NOTHING = Span(None, date.min, datetime.min.replace(tzinfo=UTC), None)


@transaction.atomic
def recalculate(
    *,
    client_ids: Collection[uuid.UUID],
    now: datetime,
    untold: Collection[uuid.UUID] = (),
    formula: Formula | None = None,
) -> None:
    """Count the index of these clients at `now`, keep the days that are due, and publish where it has moved.

    By the version in use unless another is named, whose days are kept beside and change nothing that is shown.

    A constant number of statements, however many clients and days. Kept are today, where something new is known, and the
    ends of months since the last day kept; of what an import has brought from before the first day kept, every day on which
    something was said. The same again changes and publishes nothing; nor is published what becomes of clients in `untold`,
    and what another version makes of an index the first time.
    """
    facts = {
        row.client_id: row
        for row in ClientFacts.objects.select_for_update().filter(client__in=client_ids).order_by("pk")
    }
    inputs = queries.inputs_of(list(facts), formula=formula, has_baselines=False)
    spans = _spans(facts, inputs.formula)
    days = inputs.calendar
    due = {one: list(_due(inputs, one, spans.get(one, NOTHING), now)) for one in facts}
    months = {days.month(now), days.month(now - MONTH), *(days.month(one.at) for rows in due.values() for one in rows)}
    baselines.ensure(months=months, calendar=days, formula=inputs.formula)
    inputs = queries.with_baselines(inputs)
    _keep(
        [
            _snapshot(inputs, client_id, one, spans.get(client_id, NOTHING))
            for client_id, rows in due.items()
            for one in rows
        ]
    )
    if inputs.is_in_use:
        _show(facts, inputs, now=now, untold=frozenset(untold))


@transaction.atomic
def rewrite(*, client_ids: Collection[uuid.UUID]) -> set[datetime]:
    """Count the kept days of these clients again, of every version, from what was known then; return the moments that may have
    changed.

    After something was confided afterwards, after a merge, and after an import was undone: days before anything was said go.
    """
    inputs = queries.inputs_of(client_ids)
    rows = list(IndexSnapshot.objects.filter(client__in=client_ids, version__in=inputs.versions.by_number))
    said = {one: [row.happened_at for row in found] for one, found in inputs.readings.items()}
    kept: list[IndexSnapshot] = []
    gone: list[IndexSnapshot] = []
    for row in rows:
        is_heard = any(moment <= row.at for moment in said.get(row.client_id, ()))
        (kept if is_heard else gone).append(row)
    for row in kept:
        formula = inputs.versions.by_number[row.version]
        _fill(row, queries.replay(row, inputs), queries.replay(row, inputs, confidential=True), formula)
    IndexSnapshot.objects.filter(pk__in=[row.pk for row in gone]).delete()
    IndexSnapshot.objects.bulk_update(kept, COUNTED, batch_size=BATCH)
    return {row.at for row in rows}.union(*said.values())


# --- Which days ---


def _spans(client_ids: Collection[uuid.UUID], formula: Formula) -> dict[uuid.UUID, Span]:
    ours = Q(version=formula.version)
    rows = IndexSnapshot.objects.filter(client__in=client_ids).order_by().values("client")
    found = rows.annotate(
        first=Min("day", filter=ours),
        last=Max("day", filter=ours),
        known=Max("known_at", filter=ours),
        shown=Min("day", filter=Q(shown=True)),
    )
    return {row["client"]: Span(row["first"], row["last"], row["known"], row["shown"]) for row in found}


def _due(inputs: queries.Inputs, client_id: uuid.UUID, span: Span, now: datetime) -> Iterator[Due]:
    rows, days = inputs.readings.get(client_id, ()), inputs.calendar
    today, since = days.day(now), inputs.formula.in_force_at
    for day in queries.days_of(inputs, client_id, now=now):
        if day == today:
            is_new = span.first is None or (since is not None and span.known_at < since)
            if is_new or any(_is_news(one, span.known_at, now) for one in rows):
                yield Due(day, now, now)
        elif span.first is None or day < span.first:
            yield Due(day, days.end(day), _known_at(rows, days.end(day), now))
        elif day > span.last and (queries.is_month_end(day) or (since and day < days.day(since))):
            yield Due(day, days.end(day), days.end(day))


def _is_news(one: Reading, since: datetime, now: datetime) -> bool:
    """Tell whether the reading came up, or was taken back, since then."""
    return any(moment is not None and since < moment <= now for moment in (one.known_at, one.replaced_at))


def _known_at(rows: Sequence[Reading], at: datetime, now: datetime) -> datetime:
    """A past day counts as it was known then, where nothing about it came up afterwards."""
    said = [one for one in rows if one.happened_at <= at]
    return at if known(said, at) == known(said, now) else now


# --- What is kept ---


def _snapshot(inputs: queries.Inputs, client_id: uuid.UUID, due: Due, span: Span) -> IndexSnapshot:
    row = IndexSnapshot(
        client_id=client_id,
        segment_id=inputs.segments.get(client_id),
        day=due.day,
        version=inputs.formula.version,
        shown=_is_shown(inputs, due, span),
        at=due.at,
        known_at=due.known_at,
    )
    open_, sealed = (
        inputs.index(client_id, at=due.at, known_at=due.known_at, confidential=confidential)
        for confidential in (False, True)
    )
    _fill(row, open_, sealed, inputs.formula)
    return row


def _is_shown(inputs: queries.Inputs, due: Due, span: Span) -> bool:
    """Tell whether the day is shown by this version: what came before a switch was shown by another one, unless nothing was."""
    is_of_today = inputs.versions.at(due.at).version == inputs.formula.version
    return inputs.is_in_use and (is_of_today or span.shown_from is None or due.day < span.shown_from)


def _fill(row: IndexSnapshot, index: Index, sealed: Index, formula: Formula) -> None:
    row.value, row.low, row.high = index.value, index.low, index.high
    row.baseline, row.confidence = index.baseline, index.confidence
    row.roles = {role: str(one.mood) for role, one in index.roles.items()}
    row.contributions = [[str(one.reading_id), int(one.points * 10)] for one in index.contributions]
    row.sealed_value = sealed.value if sealed.contributions != index.contributions else None
    told = disagreement(index, formula)
    row.apart = [told.happiest, told.unhappiest, str(told.points)] if told and told.is_clear else None


def _keep(rows: Sequence[IndexSnapshot]) -> None:
    IndexSnapshot.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["organization", "client", "day", "version"],
        update_fields=COUNTED,
    )


# --- What lists show, and what is told ---


def _show(
    facts: dict[uuid.UUID, ClientFacts], inputs: queries.Inputs, *, now: datetime, untold: Collection[uuid.UUID]
) -> None:
    changed, news, since = [], [], inputs.formula.in_force_at

    def counted_alike(row: ClientFacts) -> bool:
        """Tell whether the same version has counted before: what another one makes of it is no news."""
        return since is None or (row.mood_counted_at is not None and row.mood_counted_at >= since)

    for client_id, row in facts.items():
        before, shown = row.mood, _shown(inputs, client_id, now)
        if any(getattr(row, name) != value for name, value in shown.items()):
            for name, value in shown.items():
                setattr(row, name, value)
            changed.append(row)
        if client_id not in untold and counted_alike(row) and _is_worth_telling(before, row.mood):
            news.append(_fact(client_id, before, row.mood, now=now))
    ClientFacts.objects.bulk_update(changed, SHOWN, batch_size=BATCH)
    ClientFacts.objects.filter(pk__in=[row.pk for row in facts.values()]).update(mood_counted_at=now)
    events.publish_many(news, now=now)


def _shown(inputs: queries.Inputs, client_id: uuid.UUID, now: datetime) -> dict[str, object]:
    index = inputs.index(client_id, at=now)
    sealed = inputs.index(client_id, at=now, confidential=True)
    earlier = inputs.index(client_id, at=now - MONTH, known_at=now)
    is_moved = index.value is not None and earlier.value is not None
    return {
        "mood": _whole(index.value),
        "mood_low": _whole(index.low),
        "mood_high": _whole(index.high),
        "mood_confidence": index.confidence,
        "mood_change": _whole(index.value) - _whole(earlier.value) if is_moved else None,  # type: ignore[operator]
        "mood_roles": list(index.heard),
        "mood_read_at": max((one.last_at for one in index.roles.values()), default=None),
        "sealed_mood": _whole(sealed.value) if sealed.contributions != index.contributions else None,
        "rhythm_days": _rhythm(inputs, client_id, now),
    }


def _rhythm(inputs: queries.Inputs, client_id: uuid.UUID, now: datetime) -> int | None:
    """Return every how many days somebody of the client is usually heard; None where nothing is usual yet."""
    said = [one for one in known(inputs.rows(client_id), now) if one.kind not in MARKS]
    usual = rhythm(one.happened_at for one in said)
    return None if usual is None else min(max(usual.days, 1), LONGEST)


def _whole(points: object) -> int | None:
    """Cut, not rounded: 39.9 is upset, and so is 39."""
    return None if points is None else int(points)  # type: ignore[call-overload]


def _is_worth_telling(before: int | None, after: int | None) -> bool:
    if before is None or after is None:
        return before != after
    return mood_of(before) != mood_of(after) or abs(after - before) >= NEWS


def _fact(client_id: uuid.UUID, before: int | None, after: int | None, *, now: datetime) -> events.Fact:
    payload: dict[str, object] = {"from": before, "to": after}
    if after is not None:
        payload["band"] = Mood(mood_of(after)).name.lower()
    if before is not None and after is not None:
        payload["points"] = after - before
    return events.Fact(kind=kinds.INDEX_CHANGED, client_id=client_id, happened_at=now, payload=payload)
