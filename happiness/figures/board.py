"""How clients feel by segment and by place, with the money and what is owed there: for those who lead the house.

Each figure takes a constant number of queries.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from accounts.clients.models import Segment
from accounts.organizations import queries as organizations
from feedback.happiness_index import queries as happiness_index
from feedback.happiness_index.queries import GroupIndex
from feedback.insights import money as calculations
from feedback.insights.formula import student
from feedback.insights.money import Part, Standing
from feedback.interactions import queries as talks
from feedback.rollups import queries as rollups
from feedback.rollups.queries import Touch
from happiness.figures.period import Period
from happiness.figures.service import Reader
from journeys.cases import queries as cases


@dataclass(frozen=True, slots=True)
class SegmentMood:
    """A segment: the index of its clients, and its revenue at risk. `segment` is None for clients of none."""

    segment: Segment | None
    index: GroupIndex
    at_risk: Part


@dataclass(frozen=True, slots=True)
class Place:
    """A department or a touchpoint: how clients felt about it, and what is owed to them there now."""

    id: uuid.UUID
    name: str
    touch: Touch | None
    cases: int = 0  # open, to be mended by it
    asked: int = 0  # questions of cases that it has not answered
    overdue: int = 0  # promises

    @property
    def owes(self) -> int:
        return self.cases + self.asked + self.overdue


def interval(index: GroupIndex) -> tuple[int, int] | None:
    """Return between which points the mean of such clients lies with 95 % by Student's test; None where there is no number."""
    if index.by_client is None or index.spread is None:
        return None
    margin = student(index.clients - 1) * index.spread / sqrt(index.clients)
    mean = float(index.by_client)
    return round(max(mean - margin, 0)), round(min(mean + margin, 100))


def segments(standings: Sequence[Standing]) -> list[SegmentMood]:
    """Return every segment that has clients or is in use, by name; clients of none are the last. Two queries."""
    found, rows = dict(happiness_index.by_segment()), list(Segment.objects.order_by("name"))
    of_segment = defaultdict(list)
    for one in standings:
        of_segment[one.segment_id].append(one)
    used = [row for row in rows if row.pk in found or row.archived_at is None]
    wanted: list[Segment | None] = [*used, *([None] if None in found else [])]
    return [_segment(row, found, of_segment[row.pk if row else None]) for row in wanted]


def _segment(
    row: Segment | None, found: Mapping[uuid.UUID | None, GroupIndex], standings: Sequence[Standing]
) -> SegmentMood:
    index = found.get(row.pk if row else None, happiness_index.NOTHING)
    return SegmentMood(row, index, calculations.revenue_at_risk(standings).total)


def places(*, period: Period, reader: Reader) -> tuple[list[Place], list[Place]]:
    """Return the departments, and the touchpoints, of which anything was said in the time or that owe something now.

    The lowest mood stands first, what has no number last.
    """
    late = talks.overdue(role=reader.role, employee_id=reader.employee_id, today=period.today)
    by_department, by_touchpoint = talks.places_of(late)
    mending = cases.by_department(cases.owed(role=reader.role, employee_id=reader.employee_id))
    asked = cases.by_department(cases.unanswered(role=reader.role, employee_id=reader.employee_id))
    departments = _touched(period, "department")
    touchpoints = _touched(period, "touchpoint")
    names = organizations.department_names(_known(departments, by_department, mending, asked))
    at = organizations.touchpoint_names(_known(touchpoints, by_touchpoint))
    return (
        _in_order(
            Place(pk, name, departments.get(pk), mending.get(pk, 0), asked.get(pk, 0), by_department[pk])
            for pk, name in names.items()
        ),
        _in_order(Place(pk, name, touchpoints.get(pk), overdue=by_touchpoint[pk]) for pk, name in at.items()),
    )


def _touched(period: Period, by: str) -> dict[uuid.UUID, Touch]:
    found = rollups.touches(since=period.first, until=period.last, by=(by,))
    return {pk: one for one in found if (pk := getattr(one, f"{by}_id"))}


def _known(*ids: Iterable[uuid.UUID | None]) -> set[uuid.UUID]:
    return {one for some in ids for one in some if one}


def _in_order(rows: Iterable[Place]) -> list[Place]:
    return sorted(rows, key=lambda one: (_mood(one) is None, _mood(one) or 0, -one.owes, one.name.casefold()))


def _mood(one: Place) -> Any:
    return one.touch.mean if one.touch else None
