"""What each department owes at each touchpoint: open complaints it has to mend, promises not kept yet, and the money behind.

What not everybody may read is left out.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, models
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.contracts.revenue import add_months
from accounts.organizations.models import Department, Touchpoint
from accounts.tenancy.context import current_organization_id
from feedback.interactions.models import Promise, Visibility
from feedback.rollups import queries as rollups
from journeys.cases.models import Case, Sort
from journeys.initiatives.models import Ruling

MONTHS = 12
OWED = """
WITH owed AS (
  SELECT trouble.department_id, told.touchpoint_id, trouble.client_id, true AS is_case, trouble.opened_at AS since,
    trouble.pause = '' AND trouble.due_at IS NOT NULL AND trouble.due_at <= %(now)s AS is_late
  FROM journeys_case AS trouble LEFT JOIN LATERAL (
    SELECT talk.touchpoint_id FROM journeys_casesignal AS signal JOIN feedback_interaction AS talk
      ON talk.organization_id = %(organization)s AND talk.id = signal.interaction_id
    WHERE signal.organization_id = %(organization)s AND signal.case_id = trouble.id AND talk.touchpoint_id IS NOT NULL
    ORDER BY signal.heard_at, signal.id LIMIT 1
  ) AS told ON true
  WHERE trouble.organization_id = %(organization)s AND trouble.closed_at IS NULL AND trouble.department_id IS NOT NULL
    AND trouble.sort = %(complaint)s AND trouble.visibility = %(team)s
  UNION ALL
  SELECT coalesce(talk.department_id, owner.department_id), talk.touchpoint_id, promise.client_id, false,
    promise.created_at, promise.due_on < %(today)s
  FROM feedback_promise AS promise
  JOIN accounts_employee AS owner ON owner.organization_id = %(organization)s AND owner.id = promise.owner_id
  LEFT JOIN feedback_interaction AS talk ON talk.organization_id = %(organization)s AND talk.id = promise.interaction_id
  WHERE promise.organization_id = %(organization)s AND promise.kept_at IS NULL AND promise.dropped_at IS NULL
    AND coalesce(talk.visibility, %(team)s) = %(team)s AND talk.removed_at IS NULL
    AND coalesce(talk.department_id, owner.department_id) IS NOT NULL
), by_client AS (
  SELECT department_id, touchpoint_id, client_id, min(since) AS since,
    count(*) FILTER (WHERE is_case) AS cases, count(*) FILTER (WHERE is_case AND is_late) AS late_cases,
    count(*) FILTER (WHERE NOT is_case) AS promises, count(*) FILTER (WHERE NOT is_case AND is_late) AS late_promises
  FROM owed GROUP BY department_id, touchpoint_id, client_id
)
SELECT by_client.department_id, by_client.touchpoint_id, sum(cases)::int, sum(late_cases)::int, sum(promises)::int,
  sum(late_promises)::int, count(*), sum(facts.revenue)::bigint, count(*) FILTER (WHERE facts.revenue IS NULL), min(since)
FROM by_client JOIN accounts_clientfacts AS facts
  ON facts.organization_id = %(organization)s AND facts.client_id = by_client.client_id
WHERE facts.state = 'current' GROUP BY by_client.department_id, by_client.touchpoint_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Debt:
    """What a department owes at one touchpoint (None: no talk names one). `revenue` of a year, of those whose is known."""

    touchpoint: Touchpoint | None
    cases: int = 0
    late_cases: int = 0
    promises: int = 0
    late_promises: int = 0
    clients: int = 0
    revenue: int | None = None
    revenue_unknown: int = 0
    since: datetime | None = None
    mood: Decimal | None = None
    rulings: int = 0
    late_rulings: int = 0

    @property
    def late(self) -> int:
        return self.late_cases + self.late_promises + self.late_rulings


@dataclass(frozen=True, slots=True)
class Debts:
    """A department with what it owes, the costliest place first."""

    department: Department
    rows: list[Debt] = field(default_factory=list)

    @property
    def late(self) -> int:
        return sum(one.late for one in self.rows)


def debts(*, now: datetime, today: date) -> list[Debts]:
    """Return every department that owes something, those with the most that is late first. Six queries at most."""
    found = _owed(now=now, today=today)
    rulings = _ruled(today)
    moods = _moods(today)
    departments = Department.objects.select_related("lead").in_bulk({key[0] for key in (*found, *rulings)})
    touchpoints = Touchpoint.objects.in_bulk({key[1] for key in (*found, *rulings) if key[1]})
    rows: dict[uuid.UUID, list[Debt]] = defaultdict(list)
    for key in {**found, **rulings}:
        department, touchpoint = key
        debt = Debt(
            touchpoint=touchpoints.get(touchpoint) if touchpoint else None,
            mood=moods.get(key) if touchpoint else None,
            **found.get(key, {}),
            **rulings.get(key, {}),
        )
        rows[department].append(debt)
    all_of_them = [Debts(departments[one], sorted(found, key=_weight)) for one, found in rows.items()]
    return sorted(all_of_them, key=lambda one: (-one.late, one.department.name.casefold(), one.department.pk))


def debts_of(department: Department, *, now: datetime, today: date) -> Debts:
    """Return what one department owes, as the page of all departments says it."""
    found = debts(now=now, today=today)
    return next((one for one in found if one.department.pk == department.pk), Debts(department))


def _owed(*, now: datetime, today: date) -> dict[tuple[uuid.UUID, uuid.UUID | None], dict[str, Any]]:
    values: dict[str, Any] = {
        "organization": str(current_organization_id()),
        "now": now,
        "today": today,
        "complaint": Sort.COMPLAINT.value,
        "team": Visibility.TEAM.value,
    }
    names = ("cases", "late_cases", "promises", "late_promises", "clients", "revenue", "revenue_unknown", "since")
    with connection.cursor() as cursor:
        cursor.execute(OWED, values)
        rows = cursor.fetchall()
    return {(department, touchpoint): dict(zip(names, rest, strict=True)) for department, touchpoint, *rest in rows}


def _ruled(today: date) -> dict[tuple[uuid.UUID, uuid.UUID | None], dict[str, Any]]:
    found: dict[tuple[uuid.UUID, uuid.UUID | None], dict[str, Any]] = {}
    rows = Ruling.objects.filter(kept_at=None, dropped_at=None).values_list("department", "touchpoint", "due_on")
    for department, touchpoint, due_on in rows:
        counts = found.setdefault((department, touchpoint), {"rulings": 0, "late_rulings": 0})
        counts["rulings"] += 1
        counts["late_rulings"] += due_on < today
    return found


def _moods(today: date) -> Mapping[tuple[uuid.UUID | None, uuid.UUID | None], Decimal | None]:
    this_month = today.replace(day=1)
    touches = rollups.touches(
        since=add_months(this_month, 1 - MONTHS), until=this_month, by=("department", "touchpoint")
    )
    return {(one.department_id, one.touchpoint_id): one.mean for one in touches}


def _weight(one: Debt) -> tuple[int, int, int, str]:
    """The most money first, then what is late, then by name."""
    return -(one.revenue or 0), -one.late, -(one.cases + one.promises), one.touchpoint.name if one.touchpoint else ""


def cases_owed(department: Department, *, now: datetime) -> QuerySet[Case]:
    """Return the open complaints that the department has to mend and everybody may read, the late ones first."""
    rows = Case.objects.filter(
        department=department, closed_at=None, sort=Sort.COMPLAINT, visibility=Visibility.TEAM
    ).exclude(client__facts__state="merged")
    is_late = models.Case(models.When(pause="", due_at__lte=now, then=0), default=1)
    rows = rows.select_related("client", "contact", "owner").prefetch_related("signals__response")
    return rows.order_by(is_late, "opened_at", "id")


def promises_owed(department: Department) -> QuerySet[Promise]:
    """Return the promises that the department has not kept yet and everybody may read, the oldest day first."""
    rows = Promise.objects.filter(kept_at=None, dropped_at=None).annotate(
        debtor=Coalesce("interaction__department", "owner__department")
    )
    of_all = Q(interaction=None) | Q(interaction__visibility=Visibility.TEAM, interaction__removed_at=None)
    rows = rows.filter(of_all, debtor=department.pk, client__facts__state="current")
    return rows.select_related("client", "owner", "interaction__touchpoint").order_by("due_on", "id")
