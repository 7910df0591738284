"""How rows are called now, for the audit trail: ids in, names out."""

import uuid
from collections.abc import Collection

from accounts.organizations.models import Department, Employee, Membership, Organization, StaffInvitation, Touchpoint


def employee_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of today of these people."""
    return dict(Employee.objects.filter(pk__in=ids).values_list("pk", "name"))


def member_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whose these memberships are."""
    return dict(Membership.objects.filter(pk__in=ids).values_list("pk", "employee__name"))


def invited_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whom these invitations were written to."""
    return dict(StaffInvitation.objects.filter(pk__in=ids).values_list("pk", "employee__name"))


def department_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these departments, archived ones too."""
    return dict(Department.objects.filter(pk__in=ids).values_list("pk", "name"))


def touchpoint_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these touchpoints, archived ones too."""
    return dict(Touchpoint.objects.filter(pk__in=ids).values_list("pk", "name"))


def organization_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the name of the organization, if it is among these."""
    return dict(Organization.objects.filter(pk__in=ids).values_list("pk", "name"))
