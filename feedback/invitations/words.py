"""What pages say of invitations, and of why somebody is not asked."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from feedback.invitations.models import Invitation
from feedback.invitations.rules import Caution, Obstacle

OBSTACLES: dict[Obstacle, Any] = {
    Obstacle.ERASED: _("This person's data was erased."),
    Obstacle.LEFT: _("This person no longer works at the client. Ask the successor."),
    Obstacle.NO_ADDRESS: _("There is no e-mail address. Add one to the person's details, or ask by phone."),
    Obstacle.BLOCKED: _("Letters to this address are blocked. See the list of blocked addresses, or ask by phone."),
    Obstacle.WITHDRAWN: _("This person has withdrawn the consent to be asked."),
    Obstacle.NEVER: _("This person wants no questions."),
    Obstacle.PHONE_ONLY: _("This person wants to be asked by phone only."),
    Obstacle.JUST_ASKED: _("This person was asked within the last 24 hours. Try again tomorrow."),
}
CAUTIONS: dict[Caution, Any] = {
    Caution.RECENTLY_ASKED: _("This person was asked not long ago: more often makes people tired of questions."),
    Caution.WAITING: _("An earlier question still waits for this person's answer."),
}


def state_of(row: Invitation, *, now: datetime) -> Any:
    """Return what became of an invitation, in words."""
    if row.answered_at:
        return pgettext_lazy("invitation", "Answered")
    if row.closed_at:
        return pgettext_lazy("invitation", "Closed")
    if row.expires_at <= now:
        return pgettext_lazy("invitation", "Expired")
    return pgettext_lazy("invitation", "Open")
