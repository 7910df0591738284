"""Departments, touchpoints, and the organization's address."""

import uuid
from typing import Any

from django.db import connection
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from accounts.organizations.models import Department, Employee, Touchpoint

LAST_POSITION = 999


def departments() -> QuerySet[Department]:
    """Return the departments in use, by name, each with its lead and the number of its people and touchpoints."""
    return (
        Department.objects.filter(archived_at=None)
        .select_related("lead")
        .annotate(
            people=_number_of(Employee.objects.filter(department=OuterRef("pk"), left_at=None)),
            places=_number_of(Touchpoint.objects.filter(department=OuterRef("pk"), archived_at=None)),
        )
        .order_by("name", "id")
    )


def _number_of(rows: QuerySet[Any]) -> Coalesce:
    """Count in a subquery each: two joins at once would multiply."""
    return Coalesce(Subquery(rows.order_by().values("department").annotate(number=Count("pk")).values("number")), 0)


def department_choices(*, besides: uuid.UUID | None = None) -> QuerySet[Department]:
    """Return the departments in use, by name, and `besides`, which the form's row names now though it may be archived."""
    return Department.objects.filter(Q(archived_at=None) | Q(pk=besides)).order_by("name", "id")


def touchpoints() -> QuerySet[Touchpoint]:
    """Return the touchpoints in use, by department and position."""
    return (
        Touchpoint.objects.filter(archived_at=None)
        .select_related("department", "owner")
        .order_by("department__name", "department_id", "position", "name", "id")
    )


def next_position(department: Department) -> int:
    """Return the position behind the last touchpoint of the department."""
    last = touchpoints().filter(department=department).aggregate(last=Max("position"))["last"]
    return min((last or 0) + 1, LAST_POSITION)


def slug_is_taken(slug: str) -> bool:
    """Tell whether an organization's address is in use anywhere, its own included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenancy.slug_is_taken(%s)", [slug])
        return cursor.fetchone()[0]


def named_alike(rows: QuerySet[Any], name: str) -> QuerySet[Any]:
    """Return those of `rows` whose name is the same but for capital letters, as the database compares them."""
    return rows.annotate(lowered=Lower("name")).filter(lowered=Lower(Value(name)))
