"""Inviting colleagues: a letter offers a role, a button accepts it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.audit import actions as audit
from accounts.mail import actions as mail
from accounts.organizations import queries
from accounts.organizations.actions.people import NotAllowed
from accounts.organizations.models import Employee, Membership, Organization, StaffInvitation, User
from accounts.organizations.roles import GUESTS, Right, Role, has_right
from accounts.tokens import Kind

LIFE = timedelta(days=7)


class InvitationClosed(RuntimeError):
    """The invitation was accepted, revoked or has expired."""


class InvitationForSomebodyElse(RuntimeError):
    """The invitation was written to another address than the one of the person who is signed in."""


@transaction.atomic
def invite(
    *, employee: Employee, role: Role, guest_until: datetime | None, by: Employee, by_role: str, now: datetime
) -> StaffInvitation:
    """Offer `role` to a person of the house by letter.

    An unsaved employee is registered, one who left is taken back on acceptance. Replaces an offer that is still open.
    Raises NotAllowed when the role of an owner is offered by somebody else, and MailUnavailable (nothing is kept) when the
    letter cannot leave.
    """
    if role == Role.OWNER and not has_right(by_role, Right.MANAGE_OWNERS):
        raise NotAllowed
    if employee._state.adding:
        employee.created_at = now
        employee.save()
        audit.record(action="employee.registered", subject=employee, by=by, now=now)
    for older in queries.open_invitations().filter(employee=employee):
        revoke_invitation(invitation=older, by=by, now=now)
    invitation = StaffInvitation(
        employee=employee,
        role=role,
        guest_until=guest_until if role in GUESTS else None,
        invited_by=by,
        created_at=now,
        expires_at=now + LIFE,
    )
    invitation.stamp()
    token = invitation.renew_token(Kind.STAFF_INVITATION)
    invitation.save()
    audit.record(action="invitation.sent", subject=invitation, by=by, now=now)
    _send(invitation, token)
    return invitation


@transaction.atomic
def resend_invitation(*, invitation: StaffInvitation, by: Employee, now: datetime) -> None:
    """Send the letter again with a new link and a new time limit; the older link dies.

    Raises InvitationClosed for an accepted or revoked offer, MailUnavailable (nothing is kept) as `invite` does.
    """
    invitation = _lock(invitation)
    if invitation.accepted_at or invitation.revoked_at:
        raise InvitationClosed
    before = audit.snapshot(invitation)
    token = invitation.renew_token(Kind.STAFF_INVITATION)
    invitation.expires_at = now + LIFE
    invitation.save()
    audit.record(action="invitation.sent", subject=invitation, by=by, now=now, before=before)
    _send(invitation, token)


@transaction.atomic
def revoke_invitation(*, invitation: StaffInvitation, by: Employee, now: datetime) -> None:
    """Take the offer back; its link dies. Raises InvitationClosed when it was accepted; twice is once."""
    invitation = _lock(invitation)
    if invitation.accepted_at:
        raise InvitationClosed
    if invitation.revoked_at:
        return
    before = audit.snapshot(invitation)
    invitation.revoked_at, invitation.token_digest = now, None
    invitation.save(update_fields=["revoked_at", "token_digest"])
    audit.record(action="invitation.revoked", subject=invitation, by=by, now=now, before=before)


@transaction.atomic
def accept_invitation(*, invitation: StaffInvitation, user: User, now: datetime) -> Membership:
    """Make the person a member with the offered role, and the employee active again.

    Raises InvitationClosed, or InvitationForSomebodyElse when the addresses differ. Two clicks make one membership.
    """
    invitation = _lock(invitation)
    if invitation.accepted_at or invitation.revoked_at or invitation.expires_at <= now:
        raise InvitationClosed
    employee = invitation.employee
    if employee.email != user.email:
        raise InvitationForSomebodyElse
    membership, _created = Membership.objects.update_or_create(
        employee=employee,
        defaults={"user": user, "role": invitation.role, "ends_at": invitation.guest_until},
        create_defaults={
            "user": user,
            "role": invitation.role,
            "ends_at": invitation.guest_until,
            "created_at": now,
        },
    )
    before = audit.snapshot(employee)
    employee.left_at = None
    employee.save(update_fields=["left_at"])
    audit.record(action="employee.changed", subject=employee, by=employee, now=now, before=before)
    before = audit.snapshot(invitation)
    invitation.accepted_at, invitation.token_digest = now, None
    invitation.save(update_fields=["accepted_at", "token_digest"])
    audit.record(action="invitation.accepted", subject=invitation, by=employee, now=now, before=before)
    return membership


def _lock(invitation: StaffInvitation) -> StaffInvitation:
    return StaffInvitation.objects.select_for_update().get(pk=invitation.pk)


def _send(invitation: StaffInvitation, token: str) -> None:
    organization = Organization.objects.get()
    mail.send_system(
        "staff_invitation",
        to=invitation.employee.email,
        language=invitation.employee.language,
        sender=organization.name,
        context={
            "organization": organization,
            "employee": invitation.employee,
            "invited_by": invitation.invited_by,
            "role": Role(invitation.role).label,
            "guest_until": invitation.guest_until,
            "expires_at": invitation.expires_at,
            "url": settings.BASE_URL + reverse("join", args=[token]),
        },
    )
