"""What every act of a page needs: who acts, and what to say when it is refused: why, and what to do next."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import clock
from accounts.organizations import actions
from accounts.organizations.access import OrganizationRequest

WHY: dict[type[Exception], Any] = {
    actions.AlreadyMember: _("Somebody who signs in with this address has access already."),
    actions.EmailTaken: _("Another person has this address already."),
    actions.HasLeft: _("This person has left. Send an invitation to bring them back."),
    actions.InvitationClosed: _(
        "This invitation is no longer open. Look at the person's access and invite them again."
    ),
    actions.LastOwner: _("This is the only owner. Make somebody else an owner first."),
    actions.NotAllowed: _("Only an owner can do this. Ask one of the owners."),
}
REFUSALS = tuple(WHY)


def actor(request: OrganizationRequest) -> dict[str, Any]:
    """Return who acts, in which role, and when, as actions take it."""
    return {"by": request.employee, "by_role": request.seat.role, "now": clock.now()}


def why(refusal: Exception) -> str:
    """Return the sentence for a refusal that was caught as one of REFUSALS."""
    return str(WHY[type(refusal)])
