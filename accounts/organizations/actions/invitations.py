"""Inviting colleagues: a letter offers a role, a button accepts it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from accounts import clock
from accounts.audit import actions as audit
from accounts.mail import actions as mail
from accounts.mail.models import OutgoingEmail
from accounts.mail.registry import recheck
from accounts.organizations import queries
from accounts.organizations.actions import owners
from accounts.organizations.actions.people import register_employee
from accounts.organizations.actions.revocation import InvitationClosed, withdraw_offers
from accounts.organizations.models import Employee, Membership, Organization, StaffInvitation, User
from accounts.organizations.roles import GUESTS, Role
from accounts.tokens import Kind

LIFE = timedelta(days=7)
LETTER = "staff_invitation"


class InvitationForSomebodyElse(RuntimeError):
    """The invitation was written to another address than the one of the person who is signed in."""


class AlreadyMember(RuntimeError):
    """The person, or somebody who signs in with the same address, has access already."""


@transaction.atomic
def invite(
    *, employee: Employee, role: Role, guest_until: datetime | None, by: Employee, by_role: str, now: datetime
) -> StaffInvitation:
    """Offer `role` to a person of the house by letter.

    An unsaved employee is registered, one who left is taken back on acceptance. Replaces an offer that is still open.
    Raises NotAllowed when the role of an owner is offered by somebody else, AlreadyMember, and EmailTaken.
    """
    owners.require_right_over_role(role, by_role=by_role)
    if employee._state.adding:
        register_employee(employee=employee, by=by, now=now)
    queries.lock_employee(employee)  # two clicks make one offer
    owners.require_right_over_person(employee, by_role=by_role)
    if queries.has_access(employee, now=clock.real_now()):
        raise AlreadyMember
    withdraw_offers(employee, by=by, now=now)
    invitation = StaffInvitation(
        employee=employee, role=role, guest_until=guest_until if role in GUESTS else None, invited_by=by, created_at=now
    )
    invitation.stamp()
    token = _renew(invitation, now)
    audit.record(action="invitation.sent", subject=invitation, by=by, now=now, before=audit.NEW)
    _send(invitation, token, now)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: StaffInvitation, by: Employee, by_role: str, now: datetime) -> None:
    """Send the letter again with a new link and a new time limit; the older link dies.

    Raises InvitationClosed for an offer that was accepted or revoked or whose guest's time is over, NotAllowed for an
    owner's offer sent by somebody else.
    """
    invitation = queries.lock_invitation(invitation)
    owners.require_right_over_role(invitation.role, by_role=by_role)
    if invitation.accepted_at or invitation.revoked_at or (invitation.guest_until and invitation.guest_until <= now):
        raise InvitationClosed
    before = audit.snapshot(invitation)
    token = _renew(invitation, now)
    audit.record(action="invitation.sent", subject=invitation, by=by, now=now, before=before)
    _send(invitation, token, now)


@transaction.atomic
def accept_invitation(*, invitation: StaffInvitation, user: User, now: datetime) -> Membership:
    """Make the person a member with the offered role, and the employee active again.

    Raises InvitationClosed, InvitationForSomebodyElse when the addresses differ, and AlreadyMember when the same sign-in
    has access under another name. Two clicks make one membership.
    """
    memberships = queries.lock_memberships()
    employee = queries.lock_employee(invitation.employee)
    invitation = queries.lock_invitation(invitation)
    if invitation.accepted_at or invitation.revoked_at or invitation.expires_at <= now:
        raise InvitationClosed
    if employee.email != user.email:
        raise InvitationForSomebodyElse
    _clear_older_seat(user, employee, now)
    membership = memberships.filter(employee=employee).first() or Membership(employee=employee, created_at=now)
    before = audit.NEW if membership._state.adding else audit.snapshot(membership)
    membership.user, membership.role, membership.ends_at = user, invitation.role, invitation.guest_until
    membership.save()
    audit.record(action="membership.started", subject=membership, by=employee, now=now, before=before)
    _return_to_the_house(employee, now)
    before = audit.snapshot(invitation)
    invitation.accepted_at, invitation.token_digest = now, None
    invitation.save(update_fields=["accepted_at", "token_digest"])
    audit.record(action="invitation.accepted", subject=invitation, by=employee, now=now, before=before)
    return membership


def _renew(invitation: StaffInvitation, now: datetime) -> str:
    """Save the offer with a new link and time limit, a guest's ending with the guest's time; return the link's token."""
    token = invitation.renew_token(Kind.STAFF_INVITATION)
    expires_at = now + LIFE
    invitation.expires_at = min(expires_at, invitation.guest_until or expires_at)
    invitation.save()
    return token


def _clear_older_seat(user: User, employee: Employee, now: datetime) -> None:
    """Remove the ended membership of the same sign-in under another employee: a sign-in has one seat in a house."""
    older = Membership.objects.filter(user=user).exclude(employee=employee).first()
    if older is None:
        return
    if queries.is_open(older, now=clock.real_now()):
        raise AlreadyMember
    audit.record(action="membership.removed", subject=older, by=employee, now=now)
    older.delete()


def _return_to_the_house(employee: Employee, now: datetime) -> None:
    before = audit.snapshot(employee)
    employee.left_at = None
    employee.save(update_fields=["left_at"])
    audit.record(action="employee.returned", subject=employee, by=employee, now=now, before=before)


def _send(invitation: StaffInvitation, token: str, now: datetime) -> None:
    employee, organization = invitation.employee, Organization.objects.get()
    with translation.override(employee.language):
        role = str(Role(invitation.role).label)
    mail.send_system(
        LETTER,
        to=employee.email,
        language=employee.language,
        sender_name=organization.name,
        context={
            "organization": {"name": organization.name},
            "employee": {"name": employee.name, "email": employee.email},
            "invited_by": {"name": invitation.invited_by.name},
            "role": role,
            "guest_until": invitation.guest_until,
            "expires_at": invitation.expires_at,
            "url": settings.BASE_URL + reverse("join", args=[token]),
        },
        now=now,
    )


@recheck(LETTER)
def _is_no_longer_meant(email: OutgoingEmail, now: datetime) -> str:
    is_open = StaffInvitation.objects.filter(
        employee__email__iexact=email.to_address, accepted_at=None, revoked_at=None
    ).exists()
    return "" if is_open else "the invitation is no longer open"
