"""How long things have waited for somebody: the median and the slowest tenth of rows that know when they began and ended.

Time is that of the calendar, nights and weekends included: it is what whoever waits has felt. What still waits is counted
beside it, and is in no median: nobody knows yet how long it will take.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q, QuerySet

FEWEST = 10  # of fewer nobody can tell a slowest tenth


@dataclass(frozen=True, slots=True)
class Waits:
    """Of `ended` waits: how long half of them took at most (`median`), and nine of ten (`slow`, None of fewer than ten)."""

    ended: int = 0
    waiting: int = 0
    median: timedelta | None = None
    slow: timedelta | None = None


class Percentile(Aggregate):
    """The value below which this share of durations lies, between two of them where it must."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression: Any, *, share: float) -> None:
        super().__init__(expression, share=share, output_field=DurationField())


def waits(rows: QuerySet[Any]) -> Waits:
    """Return how long these rows have waited; each has `began`, and `ended`, None while it waits. One query."""
    return _waits(_timed(rows).aggregate(**_sums()))


def waits_by(rows: QuerySet[Any], column: str) -> Mapping[uuid.UUID, Waits]:
    """Return the same for each value of a column. One query."""
    found = _timed(rows).order_by().values(column).annotate(**_sums())
    return {row[column]: _waits(row) for row in found}


def _timed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.annotate(took=ExpressionWrapper(F("ended") - F("began"), DurationField()))


def _sums() -> dict[str, Any]:
    return {
        "n": Count("ended"),
        "waiting": Count("pk", filter=Q(ended=None)),
        "median": Percentile("took", share=0.5),
        "slow": Percentile("took", share=0.9),
    }


def _waits(row: Mapping[str, Any]) -> Waits:
    return Waits(row["n"], row["waiting"], row["median"], row["slow"] if row["n"] >= FEWEST else None)
