"""What the audit trail says about asking people."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.invitations import queries

ACTS = {
    "survey.asked": Act(_("Person asked"), _("{who} asked {what}")),
    "survey.withdrawn": Act(_("Question taken back"), _("{who} took back a question to {what}")),
    "survey.insisted": Act(_("Question insisted on"), _("{who} insisted on a question to {what}")),
    "asking.held": Act(_("Asking held"), _("{who} let nobody be asked: {what}")),
    "asking.released": Act(_("Asking released"), _("{who} let people be asked again: {what}")),
}
NAMES = {
    "feedback.invitation": queries.invited_names,
    "feedback.plannedask": queries.planned_names,
    "feedback.hold": queries.held_names,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
