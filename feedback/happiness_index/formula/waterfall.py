"""Why the index moved between two moments: steps that add up to the tenth, because each is a difference of two indices."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from feedback.happiness_index.formula.constants import Formula
from feedback.happiness_index.formula.index import Index, Reading, index_of, known


class Cause(StrEnum):
    """What moved the index."""

    TIME = "time"  # what was said before has faded
    BASELINE = "baseline"  # the segment as a whole feels otherwise
    WEIGHTS = "weights"  # roles count otherwise
    VERSION = "version"  # another version of the index is in use
    TAKEN_BACK = "taken_back"  # something counts no more
    AMENDED = "amended"  # something said before was changed or corrected
    SAID = "said"  # something new


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When, and with what, an index is counted: `known_at` is later than `at` where the past is seen as it is known now.

    `formula` is the version that was in use then; None: that of the whole.
    """

    at: datetime
    baseline: Decimal
    weights: Mapping[str, int]
    known_at: datetime | None = None
    formula: Formula | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One cause and its points; the reading that caused it, where it is one."""

    cause: Cause
    points: Decimal
    reading_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Waterfall:
    """`begins` and all steps make `ends`, exactly. Where nothing was known at the start, it begins at the baseline."""

    start: Index
    end: Index
    begins: Decimal
    ends: Decimal
    steps: tuple[Step, ...]


def waterfall(readings: Iterable[Reading], *, start: Moment, end: Moment, formula: Formula) -> Waterfall:
    """Return the steps from the index of one moment to that of a later one, in the order in which they are laid:

    time, baseline, weights, another version, then what was said or amended and what was taken back, reading by reading in the
    order in which things happened. A step without points is left out, but that of a new reading.
    """
    rows = list(readings)
    before, after = _counted(rows, start), _counted(rows, end)
    first, last = _index(before, start, formula), _index(after, end, formula)
    if first.value is None:
        begins, start = end.baseline, end
    else:
        begins = first.value
    steps, level = [], begins
    for cause, reading_id, index in _states(before, after, start, end, formula):
        points, level = _level(index) - level, _level(index)
        if points or cause == Cause.SAID:
            steps.append(Step(cause, points, reading_id))
    return Waterfall(start=first, end=last, begins=begins, ends=level, steps=tuple(steps))


def _states(
    before: Sequence[Reading], after: Sequence[Reading], start: Moment, end: Moment, formula: Formula
) -> Iterator[tuple[Cause, uuid.UUID | None, Index]]:
    """Yield the index after every cause, the last one being that of the end."""
    later = replace(start, at=end.at)
    yield Cause.TIME, None, _index(before, later, formula)
    yield Cause.BASELINE, None, _index(before, replace(later, baseline=end.baseline), formula)
    yield Cause.WEIGHTS, None, _index(before, replace(end, formula=start.formula), formula)
    yield Cause.VERSION, None, _index(before, end, formula)
    standing, wanted = {one.id: one for one in before}, {one.id: one for one in after}
    gone = {one.root or str(one.id): one for one in before if one.id not in wanted}
    for new in sorted((one for one in after if one.id not in standing), key=_time):
        old = gone.pop(new.root, None)
        if old:
            del standing[old.id]
        standing[new.id] = new
        yield Cause.AMENDED if old else Cause.SAID, new.id, _index(standing.values(), end, formula)
    for old in sorted((one for one in before if one.id in standing and one.id not in wanted), key=_time):
        del standing[old.id]
        yield Cause.TAKEN_BACK, old.id, _index(standing.values(), end, formula)


def _time(reading: Reading) -> tuple[datetime, uuid.UUID]:
    return reading.happened_at, reading.id


def _counted(readings: Iterable[Reading], moment: Moment) -> list[Reading]:
    return [one for one in known(readings, moment.known_at or moment.at) if one.happened_at <= moment.at]


def _index(readings: Iterable[Reading], moment: Moment, formula: Formula) -> Index:
    counted_by = moment.formula or formula
    return index_of(readings, now=moment.at, baseline=moment.baseline, weights=moment.weights, formula=counted_by)


def _level(index: Index) -> Decimal:
    return index.baseline if index.value is None else index.value
