"""Reading monthly sums: a few rows, however much was said."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, Sum

from accounts.organizations.models import Organization
from feedback.rollups.models import MonthlyMood, MonthlyTouch

SUMMED = (
    *("readings", "value_sum", "mean_sum", "clients", "upset", "tense", "neutral", "content", "delighted"),
    *("promoters", "passives", "detractors", "csat_count", "csat_satisfied", "ces_count", "ces_sum"),
)


@dataclass(frozen=True, slots=True)
class Cell:
    """The sums of one month, and of what they were grouped by; `sums` has every column of MonthlyMood that is summed.

    The numbers of different cells never overlap; `clients` of several cells counts a client once for each stage and role.
    """

    month: date
    stage: str
    role: str
    sums: dict[str, int | Decimal]

    @property
    def readings(self) -> int:
        return int(self.sums["readings"])

    @property
    def mean(self) -> Decimal | None:
        """The mean mood by client."""
        return round(Decimal(self.sums["mean_sum"]) / self.sums["clients"], 1) if self.sums["clients"] else None


@dataclass(frozen=True, slots=True)
class Touch:
    """How clients felt about one place; what it was not asked to be split by is None.

    `mean` is of the clients of every month, None where they are fewer than the organization's group: show no number then, and
    no bands. `clients` counts everybody once, exactly up to 50 and at least so many beyond.
    """

    month: date | None
    stage: str | None
    department_id: uuid.UUID | None
    touchpoint_id: uuid.UUID | None
    clients: int
    readings: int
    mean: Decimal | None
    bands: dict[str, int]

    @property
    def is_shown(self) -> bool:
        return self.mean is not None


BANDS = ("upset", "tense", "neutral", "content", "delighted")
SPLITS = {"month": "month", "stage": "stage", "department": "department_id", "touchpoint": "touchpoint_id"}


def touches(*, since: date, until: date, by: Iterable[str] = ("stage", "touchpoint")) -> list[Touch]:
    """Return how clients felt in these months (both included) about each place: by month, stage, department and touchpoint,
    in any combination; one query, of as many rows as places and months.

    From talks that name the place; what is for top management only is left out. What names no touchpoint has None there.
    """
    (found,) = touches_by(since=since, until=until, splits=[by])
    return found


def touches_by(*, since: date, until: date, splits: Sequence[Iterable[str]]) -> list[list[Touch]]:
    """Return the same for several combinations at once, by one query for all of them."""
    fewest = Organization.objects.get().confidentiality_group
    rows = list(MonthlyTouch.objects.filter(month__range=(since, until)).order_by("month", "stage", "pk"))
    return [_grouped(rows, [SPLITS[name] for name in by], fewest) for by in splits]


def _grouped(rows: Iterable[MonthlyTouch], columns: Sequence[str], fewest: int) -> list[Touch]:
    groups: dict[tuple[Any, ...], list[MonthlyTouch]] = defaultdict(list)
    for row in rows:
        groups[tuple(getattr(row, column) for column in columns)].append(row)
    return [_touch(dict(zip(columns, key, strict=True)), found, fewest) for key, found in groups.items()]


def _touch(key: dict[str, Any], rows: list[MonthlyTouch], fewest: int) -> Touch:
    clients = max(len({one for row in rows for one in row.some_clients}), *(row.clients for row in rows), 0)
    mean = sum((row.mean_sum for row in rows), Decimal()) / sum(row.clients for row in rows)
    return Touch(
        month=key.get("month"),
        stage=key.get("stage"),
        department_id=key.get("department_id"),
        touchpoint_id=key.get("touchpoint_id"),
        clients=clients,
        readings=sum(row.readings for row in rows),
        mean=round(mean, 1) if clients >= fewest else None,
        bands={name: sum(getattr(row, name) for row in rows) for name in BANDS} if clients >= fewest else {},
    )


def monthly(*, since: date, until: date, fewest: int, by: Iterable[str] = ("stage", "role")) -> list[Cell]:
    """Return the sums of these months (both included) by month and by stage, by role, by both or by neither; one query.

    What is for top management only is in a cell when it comes from `fewest` clients: the organization's group.
    """
    columns = tuple(by)
    rows = MonthlyMood.objects.filter(Q(confidential=False) | Q(clients__gte=fewest), month__range=(since, until))
    # Named apart from the columns: a sum under a column's own name would be summed again.
    sums = {f"sum_of_{name}": Sum(F(name)) for name in SUMMED}
    found = rows.order_by("month", *columns).values("month", *columns).annotate(**sums)
    return [
        Cell(
            row["month"],
            row.get("stage", ""),
            row.get("role", ""),
            {name: row[f"sum_of_{name}"] for name in SUMMED},
        )
        for row in found
    ]
