"""Whether we keep our word: what was due in a time, by who was to keep it and by month."""

import uuid
import zoneinfo
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, QuerySet, Value, When
from django.db.models.functions import TruncDate, TruncMonth

from feedback.interactions.models import Promise
from feedback.interactions.queries.talks import promises_of_reader

IN_TIME, LATE, OVERDUE, AHEAD = "in_time", "late", "overdue", "ahead"
STATES = (IN_TIME, LATE, OVERDUE)


@dataclass(frozen=True, slots=True)
class Word:
    """How many promises were kept in time and late, and how many are late and still open."""

    in_time: int = 0
    late: int = 0
    overdue: int = 0

    @property
    def due(self) -> int:
        return self.in_time + self.late + self.overdue


@dataclass(frozen=True, slots=True)
class Given:
    """The same for one month and the department of those who keep them; None: they are in none."""

    month: date
    department_id: uuid.UUID | None
    word: Word


def added(parts: Iterable[Word]) -> Word:
    """Return what several of them come to."""
    total = Word()
    for one in parts:
        total = Word(total.in_time + one.in_time, total.late + one.late, total.overdue + one.overdue)
    return total


def due_promises(
    *, role: str, employee_id: uuid.UUID, since: date, until: date, today: date, zone: str
) -> QuerySet[Any]:
    """Return the promises that were due on these days (both included) and that the reader may see, each with its `state`.

    Kept on its day, as the house counts days, is in time. What was taken back is not among them; what is due today or later
    and not kept yet is "ahead".
    """
    kept_on = TruncDate("kept_at", tzinfo=zoneinfo.ZoneInfo(zone))
    state = Case(
        When(kept_on__lte=F("due_on"), then=Value(IN_TIME)),
        When(kept_at__isnull=False, then=Value(LATE)),
        When(due_on__lt=today, then=Value(OVERDUE)),
        default=Value(AHEAD),
        output_field=CharField(),
    )
    rows = promises_of_reader(role=role, employee_id=employee_id)
    rows = rows.filter(due_on__gte=since, due_on__lte=until, dropped_at=None)
    return (
        rows.annotate(kept_on=kept_on)
        .annotate(state=state)
        .select_related("client", "owner__department", "interaction")
    )


def kept_word(rows: QuerySet[Any]) -> list[Given]:
    """Return how many of `due_promises` are in each state, by month and department: one query of a few rows."""
    months = TruncMonth("due_on")
    counted = rows.exclude(state=AHEAD).order_by().annotate(month=months).values("month", "owner__department", "state")
    found: dict[tuple[date, uuid.UUID | None], Word] = {}
    for row in counted.annotate(number=Count("pk")):
        key = (row["month"], row["owner__department"])
        found[key] = replace(found.get(key, Word()), **{row["state"]: row["number"]})
    return [Given(month, department, word) for (month, department), word in sorted(found.items(), key=str)]


def overdue(*, role: str, employee_id: uuid.UUID, today: date) -> QuerySet[Promise]:
    """Return the promises that should have been kept before today and were not, as far as the reader may see them."""
    rows = promises_of_reader(role=role, employee_id=employee_id)
    rows = rows.filter(kept_at=None, dropped_at=None, due_on__lt=today)
    return rows.select_related("client", "owner__department", "interaction")


def places_of(rows: QuerySet[Promise]) -> tuple[Counter[uuid.UUID | None], Counter[uuid.UUID | None]]:
    """Return how many of the promises each department's people are to keep, and how many came from talks about each
    touchpoint: one query."""
    counted = rows.order_by().values_list("owner__department", "interaction__touchpoint").annotate(Count("pk"))
    departments, touchpoints = Counter[uuid.UUID | None](), Counter[uuid.UUID | None]()
    for department, touchpoint, number in counted:
        departments[department] += number
        touchpoints[touchpoint] += number
    return departments, touchpoints
