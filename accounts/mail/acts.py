"""What the audit trail says about letters, the sender and blocked addresses."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from accounts.mail import queries

ACTS = {
    "email.sent_again": Act(_("Letter sent again"), _("{who} sent the letter to {what} again")),
    "email.dropped": Act(_("Letter dropped"), _("{who} decided that the letter to {what} is not sent")),
    "sender_profile.changed": Act(_("Sender changed"), _("{who} changed how the letters of the organization look")),
    "sender_profile.stopped": Act(_("Sending stopped"), _("{who} stopped the letters of the organization")),
    "sender_profile.resumed": Act(_("Sending resumed"), _("{who} let the letters of the organization leave again")),
    "suppression.added": Act(_("Address blocked"), _("{who} blocked {what} for letters")),
    "suppression.changed": Act(_("Blocked address changed"), _("{who} changed why {what} gets no letters")),
    "suppression.removed": Act(_("Address unblocked"), _("{who} removed a blocked address: it gets letters again")),
    "suppression.declined": Act(_("Letters declined"), _("The reader {what} wants no more letters")),
    "suppression.undone": Act(_("Letters wanted again"), _("A reader who had declined letters wants them again")),
}
NAMES = {"accounts.outgoingemail": queries.readers, "accounts.suppression": queries.blocked_addresses}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
