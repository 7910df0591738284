"""The index of many clients at once: of the house, a segment, a stage, a touchpoint, a department.

By client or by revenue, never by the number of answers: whoever says more counts no more. Fewer clients than the
organization's group (5, never below 3) make no number. What is for top management only is in a number when it comes from as
many clients; of touchpoints and departments it is left out.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import stdev
from typing import Any

from django.db import connection
from django.db.models import Avg, Case, Count, DecimalField, F, Q, QuerySet, StdDev, Sum, When
from django.db.models.functions import Coalesce

from accounts.clients.models import ClientFacts, ClientState
from accounts.organizations.models import Organization
from accounts.tenancy.context import current_organization_id
from feedback.happiness_index.queries.versions import in_use

PLACES = ("touchpoint", "department")
# What was said about a place: the mean of every client by its fresh weights, then of the clients, or by their revenue.
OF_PLACE = """
WITH mood AS (
  SELECT reading.{place}_id AS place, reading.client_id,
    sum(reading.value * fresh.weight) / sum(fresh.weight) AS mean
  FROM feedback_moodreading AS reading
  CROSS JOIN LATERAL (SELECT reading.weight * power(
    0.5::double precision, extract(epoch FROM %(now)s - reading.happened_at)::double precision / 86400 / coalesce(
      (%(half_lives)s::jsonb ->> (reading.source || ':' || reading.half_life_days))::integer, reading.half_life_days
    )
  ) AS weight) AS fresh
  WHERE reading.organization_id = %(organization)s AND reading.{place}_id IS NOT NULL AND reading.replaced_at IS NULL
    AND reading.value IS NOT NULL AND NOT reading.confidential AND reading.happened_at <= %(now)s
    AND reading.happened_at > %(now)s - %(window)s * interval '1 day'
  GROUP BY reading.{place}_id, reading.client_id
)
SELECT mood.place, count(*), avg(mood.mean), sum(mood.mean * facts.revenue) / nullif(sum(facts.revenue), 0)
FROM mood JOIN accounts_clientfacts AS facts
  ON facts.organization_id = %(organization)s AND facts.client_id = mood.client_id
WHERE facts.state = 'current'
GROUP BY mood.place
"""


@dataclass(frozen=True, slots=True)
class Change:
    """By how many points the indices of `clients` have moved within 30 days: the mean, and the deviation around it."""

    points: Decimal
    deviation: float
    clients: int


@dataclass(frozen=True, slots=True)
class GroupIndex:
    """The mean of `clients` that have a number, `unknown` others have none. None: too few, or no revenue is known.

    `revenue` of a year, of all of them, in whole units of the organization's currency. `spread` is the deviation of the indices
    around `by_client`.
    """

    clients: int
    unknown: int
    by_client: Decimal | None
    by_revenue: Decimal | None
    change: Change | None = None
    revenue: int | None = None
    spread: float | None = None


NOTHING = GroupIndex(0, 0, None, None)


def of_house(*, manager_id: uuid.UUID | None = None) -> GroupIndex:
    """Return the index of all current clients, or of those of one manager; one query, of the rows of the list."""
    return _grouped(manager_id=manager_id).get(None, NOTHING)


def by_segment() -> Mapping[uuid.UUID | None, GroupIndex]:
    """Return the index of every segment by its id; None stands for clients of no segment."""
    return _grouped("segment_id")


def by_stage(*, manager_id: uuid.UUID | None = None) -> Mapping[str, GroupIndex]:
    """Return the index of the clients that stand in each stage now; "" is no stage."""
    return _grouped("stage", manager_id=manager_id)


def of_rows(rows: Sequence[Any], *, fewest: int) -> GroupIndex:
    """Return the index of clients whose facts are at hand: the numbers of the functions above, and no query."""
    known = [row for row in rows if row.mood is not None]
    paid = [row for row in known if row.revenue is not None and row.revenue > 0]
    moved = [row.mood_change for row in rows if row.mood_change is not None]
    moods, sealed = [row.mood for row in known], [mood for row in rows if (mood := _sealed(row)) is not None]
    sums = {
        "clients": len(known),
        "everybody": len(rows),
        "confided": sum(row.sealed_mood is not None for row in rows),
        "open": _mean(moods),
        "all": _mean(sealed),
        "open_spread": _spread(moods),
        "all_spread": _spread(sealed),
        "money": sum(Decimal(row.revenue) for row in paid),
        "open_money": sum(Decimal(row.mood * row.revenue) for row in paid),
        "all_money": sum(Decimal(_sealed(row) * row.revenue) for row in paid),
        "moved": len(moved),
        "change": _mean(moved),
        "deviation": _spread(moved),
        "yearly": sum(money) if (money := [row.revenue for row in rows if row.revenue is not None]) else None,
    }
    return _group(sums, fewest)


def _sealed(row: Any) -> Any:
    return row.mood if row.sealed_mood is None else row.sealed_mood


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None


def _spread(values: Sequence[int]) -> float | None:
    return stdev(values) if len(values) > 1 else None


def by_touchpoint(*, now: datetime) -> Mapping[uuid.UUID, GroupIndex]:
    """Return how clients feel about each touchpoint, by its id: by what was said in talks about it within a year."""
    return _of_place("touchpoint", now)


def by_department(*, now: datetime) -> Mapping[uuid.UUID, GroupIndex]:
    """Return how clients feel about each department, as for touchpoints."""
    return _of_place("department", now)


def _grouped(*columns: str, manager_id: uuid.UUID | None = None) -> dict[Any, GroupIndex]:
    fewest = _fewest()
    rows: QuerySet[Any] = ClientFacts.objects.filter(state=ClientState.CURRENT).order_by()
    if manager_id:
        rows = rows.filter(manager_id=manager_id)
    sealed = Coalesce("sealed_mood", "mood")
    money = Case(When(Q(revenue__gt=0, mood__isnull=False), then=F("revenue")), output_field=DecimalField())
    sums = {
        "clients": Count("mood"),
        "everybody": Count("pk"),
        "confided": Count("sealed_mood"),
        "open": Avg("mood"),
        "all": Avg(sealed),
        "open_spread": StdDev("mood", sample=True),
        "all_spread": StdDev(sealed, sample=True),
        "money": Sum(money),
        "open_money": Sum(F("mood") * money, output_field=DecimalField()),
        "all_money": Sum(sealed * money, output_field=DecimalField()),
        "moved": Count("mood_change"),
        "change": Avg("mood_change"),
        "deviation": StdDev("mood_change", sample=True),
        "yearly": Sum("revenue"),
    }
    found = rows.values(*columns).annotate(**sums) if columns else [rows.aggregate(**sums)]
    return {row[columns[0]] if columns else None: _group(row, fewest) for row in found}


def _group(row: Mapping[str, Any], fewest: int) -> GroupIndex:
    unknown = row["everybody"] - row["clients"]
    if row["clients"] < fewest:
        return GroupIndex(row["clients"], unknown, None, None, revenue=row["yearly"])
    which = "all" if row["confided"] >= fewest else "open"
    by_revenue = row[f"{which}_money"] / row["money"] if row["money"] else None
    points = _tenths(row["change"]) if row["moved"] >= fewest else None
    change = None if points is None else Change(points, float(row["deviation"]), row["moved"])
    means = _tenths(row[which]), _tenths(by_revenue)
    return GroupIndex(row["clients"], unknown, *means, change, row["yearly"], float(row[f"{which}_spread"]))


def _of_place(place: str, now: datetime) -> dict[uuid.UUID, GroupIndex]:
    assert place in PLACES
    fewest = _fewest()
    formula = in_use()
    values: dict[str, Any] = {"now": now, "organization": str(current_organization_id()), "window": formula.window_days}
    values["half_lives"] = json.dumps(formula.days_by_place)
    with connection.cursor() as cursor:
        cursor.execute(OF_PLACE.format(place=place), values)
        rows = cursor.fetchall()
    return {
        one: GroupIndex(clients, 0, _tenths(mean), _tenths(money))
        if clients >= fewest
        else GroupIndex(clients, 0, None, None)
        for one, clients, mean, money in rows
    }


def _fewest() -> int:
    return int(Organization.objects.get().confidentiality_group)


def _tenths(value: Any) -> Decimal | None:
    return None if value is None else round(Decimal(str(value)), 1)
