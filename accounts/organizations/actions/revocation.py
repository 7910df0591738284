"""Taking offers back."""

from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations import queries
from accounts.organizations.actions import owners
from accounts.organizations.models import Employee, StaffInvitation


class InvitationClosed(RuntimeError):
    """The invitation was accepted, revoked or has expired."""


@transaction.atomic
def revoke_invitation(*, invitation: StaffInvitation, by: Employee, by_role: str, now: datetime) -> None:
    """Take the offer back; its link dies. Twice is once.

    Raises InvitationClosed when it was accepted, NotAllowed when an owner's offer is taken back by somebody else.
    """
    invitation = queries.lock_invitation(invitation)
    owners.require_right_over_role(invitation.role, by_role=by_role)
    if invitation.accepted_at:
        raise InvitationClosed
    if not invitation.revoked_at:
        _revoke(invitation, by=by, now=now)


def withdraw_offers(employee: Employee, *, by: Employee, now: datetime) -> None:
    """Take back every open offer to the person, as part of an act that has asked for the right to do so."""
    for found in queries.open_invitations().filter(employee=employee):
        invitation = queries.lock_invitation(found)
        if not invitation.accepted_at and not invitation.revoked_at:
            _revoke(invitation, by=by, now=now)


def _revoke(invitation: StaffInvitation, *, by: Employee, now: datetime) -> None:
    before = audit.snapshot(invitation)
    invitation.revoked_at, invitation.token_digest = now, None
    invitation.save(update_fields=["revoked_at", "token_digest"])
    audit.record(action="invitation.revoked", subject=invitation, by=by, now=now, before=before)
