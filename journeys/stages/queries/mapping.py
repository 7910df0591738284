"""The map: how clients feel at every place of the path, what stages come to, and where it hurts most. Sums only."""

import uuid
import zoneinfo
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Avg, Count, F, QuerySet

from accounts.clients.enums import Stage
from accounts.organizations.models import Department, Organization, Touchpoint
from feedback.rollups import queries as rollups
from feedback.rollups.queries import Touch
from feedback.sentiment.models import MoodReading
from journeys.stages.models import JourneyPart, JourneyStage, JourneyVersion, PartFigures, StageFigures
from journeys.stages.queries.journey import parts_of, stages_of

Place = tuple[str, uuid.UUID, uuid.UUID]  # stage, touchpoint, department
MOST_BOTTLENECKS = 5


@dataclass(frozen=True, slots=True)
class Crossing:
    """A department at a touchpoint: its part in the path, if it was given one, and what was felt and waited for there."""

    part: JourneyPart | None
    touch: Touch | None
    figures: PartFigures | None

    @property
    def is_slow(self) -> bool:
        """Tell whether promises take longer here than the standard says."""
        days = self.figures.median_days if self.figures else None
        standard = self.part.standard_days if self.part else None
        return days is not None and standard is not None and days > standard


@dataclass(frozen=True, slots=True)
class Column:
    """A touchpoint of a stage, with the mood of everybody there; None: too few clients have spoken."""

    stage: str
    touchpoint: Touchpoint
    mood: Decimal | None
    readings: int


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """A place where clients are unhappy, or wait longer than the standard says."""

    crossing: Crossing
    stage: str
    touchpoint: Touchpoint
    department: Department


@dataclass(frozen=True, slots=True)
class PathMap:
    """What the page of the map shows; `elsewhere` counts what was said about places that are not on it."""

    columns: list[Column]
    departments: list[Department]
    crossings: Mapping[Place, Crossing]
    bottlenecks: list[Bottleneck]
    elsewhere: int


@dataclass(frozen=True, slots=True)
class FunnelStage:
    """A stage of the funnel: how it was drawn, and what it comes to; nothing was counted yet where `figures` is None."""

    stage: Stage
    drawn: JourneyStage | None
    figures: StageFigures | None

    @property
    def conversion(self) -> Decimal | None:
        """Return which part of those who have entered within a year has moved on; None where nobody has, and for growth."""
        if not self.figures or not self.figures.entered or self.stage == Stage.LONG_TERM:
            return None
        return Decimal(self.figures.moved_on) / self.figures.entered


def path_map(version: JourneyVersion, *, since: date, until: date) -> PathMap:
    """Return the map of these months (both included), by a handful of queries over sums, however many clients there are."""
    parts = {_place(one): one for one in parts_of(version)}
    figures = {(row.stage, row.touchpoint_id, row.department_id): row for row in PartFigures.objects.all()}
    splits = (("stage", "touchpoint", "department"), ("stage", "touchpoint"))
    of_places, of_columns = rollups.touches_by(since=since, until=until, splits=splits)
    touches = {(one.stage, one.touchpoint_id, one.department_id): one for one in of_places}
    by_column = {(one.stage, one.touchpoint_id): one for one in of_columns}
    columns: dict[tuple[str, uuid.UUID], Column] = {}
    for part in parts.values():
        key = (part.stage.stage, part.touchpoint_id)
        said = by_column.get(key)
        mood, readings = (said.mean, said.readings) if said else (None, 0)
        columns.setdefault(key, Column(part.stage.stage, part.touchpoint, mood, readings))
    departments = {part.department_id: part.department for part in parts.values()}
    others = {key[2] for key in touches if key[:2] in columns and key[2]} - departments.keys()
    departments |= {row.pk: row for row in Department.objects.filter(pk__in=others)} if others else {}
    crossings = {
        (*key, department): Crossing(
            parts.get((*key, department)), touches.get((*key, department)), figures.get((*key, department))
        )
        for key in columns
        for department in departments
    }
    found = [
        Bottleneck(one, key[0], columns[key[:2]].touchpoint, departments[key[2]])
        for key, one in crossings.items()
        if one.is_slow or (one.figures and one.figures.unhappy)
    ]
    on_map = sum(one.readings for key, one in by_column.items() if key in columns)
    return PathMap(
        columns=list(columns.values()),
        departments=sorted(departments.values(), key=lambda one: (one.name.casefold(), one.pk)),
        crossings=crossings,
        bottlenecks=sorted(found, key=_weight)[:MOST_BOTTLENECKS],
        elsewhere=sum(one.readings for one in by_column.values()) - on_map,
    )


def _place(part: JourneyPart) -> Place:
    return part.stage.stage, part.touchpoint_id, part.department_id


def _weight(one: Bottleneck) -> tuple[int, int, str, str]:
    """The most money first, then the most unhappy clients, then by name."""
    figures = one.crossing.figures
    revenue, unhappy = ((figures.revenue or 0), figures.unhappy) if figures else (0, 0)
    return -revenue, -unhappy, one.touchpoint.name, one.department.name


def funnel(version: JourneyVersion | None) -> list[FunnelStage]:
    """Return the four stages with what the stays of the last year come to."""
    figures = {row.stage: row for row in StageFigures.objects.filter(version=None)}
    drawn = stages_of(version)
    return [FunnelStage(stage, drawn.get(stage), figures.get(stage)) for stage in Stage]


def compared(version: JourneyVersion) -> dict[str, tuple[StageFigures | None, StageFigures | None]]:
    """Return by stage what the version before it comes to, and the version itself, both by the version's yardstick."""
    found: dict[str, dict[bool, StageFigures]] = defaultdict(dict)
    for row in StageFigures.objects.filter(measured_by=version, version__isnull=False):
        found[row.stage][row.version_id == version.pk] = row
    return {stage: (found[stage].get(False), found[stage].get(True)) for stage in Stage.values}


def worst_places() -> dict[str, PartFigures]:
    """Return the place of each stage where the most money is unhappy, by stage; one query of a few rows. None of no stage."""
    rows = PartFigures.objects.filter(unhappy__gt=0).select_related("touchpoint", "department")
    order = ("stage", F("revenue").desc(nulls_last=True), "-unhappy", "touchpoint__name", "pk")
    return {row.stage: row for row in rows.order_by(*order).distinct("stage")}


def said_at(*, since: date, confidential: bool = False, **place: Any) -> QuerySet[MoodReading]:
    """Return what was said since the first of a month about a place, which is named by any of stage, touchpoint and
    department, and counts now; with what is for top management only when `confidential`."""
    start = datetime.combine(since, time(), zoneinfo.ZoneInfo(Organization.objects.get().time_zone))
    rows = MoodReading.objects.filter(**place, happened_at__gte=start)
    rows = rows.filter(replaced_at=None, value__isnull=False)
    rows = rows.select_related("client", "contact", "response", "interaction")
    return rows if confidential else rows.filter(confidential=False)


def with_confidential(
    *, stage: str, touchpoint: Touchpoint, department: Department, since: date
) -> dict[str, Decimal | int | None]:
    """Return the mean by client with what is for top management only, and of how many: the second line of its readers."""
    rows = said_at(stage=stage, touchpoint=touchpoint, department=department, since=since, confidential=True)
    means = list(rows.order_by().values("client").annotate(mean=Avg("value"), n=Count("pk")).values_list("mean", "n"))
    mood = round(Decimal(sum(mean for mean, _n in means) / len(means)), 1) if means else None
    return {"mood": mood, "clients": len(means), "readings": sum(n for _mean, n in means)}


def touch_at(*, stage: str, touchpoint: Touchpoint, department: Department, since: date, until: date) -> Touch | None:
    """Return how clients feel about the place, as the map says it."""
    wanted = (stage, touchpoint.pk, department.pk)
    found = rollups.touches(since=since, until=until, by=("stage", "touchpoint", "department"))
    return next((one for one in found if (one.stage, one.touchpoint_id, one.department_id) == wanted), None)


def part_at(
    version: JourneyVersion | None, *, stage: str, touchpoint: Touchpoint, department: Department
) -> JourneyPart | None:
    """Return the department's part at the touchpoint of the stage, if the version gives it one."""
    rows = JourneyPart.objects.filter(stage__version=version, stage__stage=stage, touchpoint=touchpoint)
    return rows.filter(department=department).select_related("owner").first()


def figures_at(*, stage: str, touchpoint: Touchpoint, department: Department) -> PartFigures | None:
    """Return what a year at the place comes to; None where nobody has said anything."""
    return PartFigures.objects.filter(stage=stage, touchpoint=touchpoint, department=department).first()
