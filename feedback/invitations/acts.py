"""What the audit trail says about asking people."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.invitations import queries

ACTS = {
    "survey.asked": Act(_("Person asked"), _("{who} asked {what}")),
    "survey.withdrawn": Act(_("Question taken back"), _("{who} took back a question to {what}")),
}
NAMES = {"feedback.invitation": queries.invited_names}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
