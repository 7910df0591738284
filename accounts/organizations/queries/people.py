"""The people of the house."""

import uuid
from collections.abc import Collection

from django.db.models import Prefetch, Q, QuerySet

from accounts.organizations.models import Department, Employee, Touchpoint
from accounts.organizations.queries.access import open_invitations
from accounts.organizations.queries.structure import departments, touchpoints


def employees() -> QuerySet[Employee]:
    """Return the people of the house, by name, those who left too, each with department, access and open offer."""
    return (
        Employee.objects.select_related("department")
        .prefetch_related("memberships", Prefetch("invitations", queryset=open_invitations()))
        .order_by("name", "id")
    )


def found_employees(
    *, text: str = "", department: Department | None = None, has_left: bool = False
) -> QuerySet[Employee]:
    """Return the people whose name, address or job title holds `text`: those who are here, or those who have left."""
    rows = employees().filter(left_at__isnull=not has_left)
    if department:
        rows = rows.filter(department=department)
    if text:
        rows = rows.filter(Q(name__icontains=text) | Q(email__icontains=text) | Q(job_title__icontains=text))
    return rows


def active_employees(*, besides: uuid.UUID | Collection[uuid.UUID | None] | None = None) -> QuerySet[Employee]:
    """Return the people who have not left, by name: the choices of every form that names a person.

    `besides` stay among them though they may have left: they are what the form's row names now.
    """
    named = besides if isinstance(besides, Collection) else [besides]
    return Employee.objects.filter(Q(left_at=None) | Q(pk__in=filter(None, named))).order_by("name", "id")


def with_address(email: str) -> Employee | None:
    """Return who has the address, of those who left too."""
    return Employee.objects.filter(email=email).first()


def language_of(employee_id: uuid.UUID) -> str:
    """Return the language in which the person works."""
    return str(Employee.objects.values_list("language", flat=True).get(pk=employee_id))


def duties_of(employee: Employee) -> tuple[list[Department], list[Touchpoint]]:
    """Return the departments that the person leads and the touchpoints that they own."""
    return list(departments().filter(lead=employee)), list(touchpoints().filter(owner=employee))
