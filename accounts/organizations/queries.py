"""Reading the organization's people and structure."""

import uuid
from datetime import datetime

from django.db import connection
from django.db.models import Count, Prefetch, Q, QuerySet

from accounts.organizations.models import Department, Employee, Membership, StaffInvitation, Touchpoint


def current_memberships(*, now: datetime) -> QuerySet[Membership]:
    """Return the memberships that are open at `now`, with their employees."""
    return Membership.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now)).select_related("employee")


def lock_memberships() -> QuerySet[Membership]:
    """Return all memberships of the organization, locked until the end of the transaction.

    All of them: two owners who leave at once must see each other.
    """
    list(Membership.objects.select_for_update().order_by("pk").values_list("pk"))
    return Membership.objects.select_related("employee")


def open_invitations() -> QuerySet[StaffInvitation]:
    """Return the offers that were neither accepted nor revoked, expired ones too, newest first."""
    return (
        StaffInvitation.objects.filter(accepted_at=None, revoked_at=None)
        .select_related("employee", "invited_by")
        .order_by("-created_at")
    )


def employees() -> QuerySet[Employee]:
    """Return the people of the house, by name, those who left too, each with department, access and open offer."""
    return (
        Employee.objects.select_related("department")
        .prefetch_related("memberships", Prefetch("invitations", queryset=open_invitations()))
        .order_by("name", "id")
    )


def active_employees() -> QuerySet[Employee]:
    """Return the people who have not left, by name: the choices of every form that names a person."""
    return Employee.objects.filter(left_at=None).order_by("name", "id")


def departments() -> QuerySet[Department]:
    """Return the departments in use, by name, each with its lead and the number of its people and touchpoints."""
    return (
        Department.objects.filter(archived_at=None)
        .select_related("lead")
        .annotate(
            people=Count("employees", filter=Q(employees__left_at=None), distinct=True),
            places=Count("touchpoints", filter=Q(touchpoints__archived_at=None), distinct=True),
        )
        .order_by("name", "id")
    )


def touchpoints() -> QuerySet[Touchpoint]:
    """Return the touchpoints in use, by department and position."""
    return (
        Touchpoint.objects.filter(archived_at=None)
        .select_related("department", "owner")
        .order_by("department__name", "position", "name", "id")
    )


def invitation_for(*, row_id: uuid.UUID, digest: bytes) -> StaffInvitation | None:
    """Return the invitation that a genuine link opens, or None when the link was replaced or revoked."""
    return (
        StaffInvitation.objects.filter(pk=row_id, token_digest=digest).select_related("employee", "invited_by").first()
    )


def slug_is_taken(slug: str) -> bool:
    """Tell whether an organization's address is in use anywhere, its own included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenancy.slug_is_taken(%s)", [slug])
        return cursor.fetchone()[0]
