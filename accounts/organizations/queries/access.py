"""Who may enter: memberships, offers, and how each person of the house stands to the door."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from accounts.organizations.models import Employee, Membership, StaffInvitation
from accounts.organizations.roles import LEADERSHIP, Right, Role, roles_with


class AccessState(StrEnum):
    """How a person of the house stands to the door."""

    MEMBER = "member"
    GUEST = "guest"
    GUEST_OVER = "guest_over"
    INVITED = "invited"
    OFFER_EXPIRED = "offer_expired"
    NONE = "none"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Access:
    """The state, the role that is held or offered, and until when; `invitation` is the open offer, if there is one."""

    state: AccessState
    role: Role | None = None
    until: datetime | None = None
    membership: Membership | None = None
    invitation: StaffInvitation | None = None


def current_memberships(*, now: datetime) -> QuerySet[Membership]:
    """Return the memberships that are open at `now`, with their employees."""
    return Membership.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now)).select_related("employee")


def top_management(*, now: datetime) -> list[Employee]:
    """Return the top management by name: whom clients confide in."""
    rows = current_memberships(now=now).filter(role__in=LEADERSHIP, employee__left_at=None)
    return [row.employee for row in rows.order_by("employee__name", "pk")]


def who_can_invite(*, now: datetime) -> QuerySet[Employee]:
    """Return the people who can give others a role, those who have been here longest first."""
    rights = current_memberships(now=now).filter(role__in=roles_with(Right.MANAGE_PEOPLE))
    return Employee.objects.filter(memberships__in=rights).order_by("created_at", "id")


def is_open(membership: Membership, *, now: datetime) -> bool:
    """Tell whether the membership lets its person in at `now`."""
    return membership.ends_at is None or membership.ends_at > now


def is_owner(employee: Employee, *, now: datetime) -> bool:
    """Tell whether the person is an owner of the organization at `now`."""
    return current_memberships(now=now).filter(employee=employee, role=Role.OWNER).exists()


def is_offered_ownership(employee: Employee) -> bool:
    """Tell whether an open offer would make the person an owner."""
    return open_invitations().filter(employee=employee, role=Role.OWNER).exists()


def has_access(employee: Employee, *, now: datetime) -> bool:
    """Tell whether the person, or somebody who signs in with the person's address, is a member at `now`."""
    same_person = Q(employee=employee) | Q(user__email=employee.email)
    return current_memberships(now=now).filter(same_person).exists()


def access_of(employee: Employee, *, now: datetime, door_time: datetime) -> Access:
    """Return how one of `employees()` stands to the door; asks the database nothing more.

    Offers run by the organization's clock `now`, memberships by `door_time`, the real one.
    """
    membership = next(iter(employee.memberships.all()), None)
    invitation = next(iter(employee.invitations.all()), None)
    if membership and is_open(membership, now=door_time):
        state = AccessState.GUEST if membership.ends_at else AccessState.MEMBER
        return Access(state, Role(membership.role), membership.ends_at, membership, invitation)
    if invitation:
        state = AccessState.INVITED if invitation.expires_at > now else AccessState.OFFER_EXPIRED
        return Access(state, Role(invitation.role), invitation.expires_at, membership, invitation)
    if employee.left_at:
        return Access(AccessState.LEFT, until=employee.left_at)
    if membership:
        return Access(AccessState.GUEST_OVER, Role(membership.role), membership.ends_at, membership)
    return Access(AccessState.NONE)


def open_invitations() -> QuerySet[StaffInvitation]:
    """Return the offers that were neither accepted nor revoked, expired ones too, newest first."""
    return (
        StaffInvitation.objects.filter(accepted_at=None, revoked_at=None)
        .select_related("employee", "invited_by")
        .order_by("-created_at")
    )


def invitation_for(*, row_id: uuid.UUID, digest: bytes) -> StaffInvitation | None:
    """Return the invitation that a genuine link opens, or None when the link was replaced or revoked."""
    return (
        StaffInvitation.objects.filter(pk=row_id, token_digest=digest).select_related("employee", "invited_by").first()
    )
