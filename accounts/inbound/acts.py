"""What the audit trail says about addresses for tools."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from accounts.inbound import queries

ACTS = {
    "inbound_hook.created": Act(_("Incoming webhook added"), _("{who} added the incoming webhook {what}")),
    "inbound_hook.changed": Act(_("Incoming webhook changed"), _("{who} changed the incoming webhook {what}")),
    "inbound_hook.rotated": Act(
        _("Incoming webhook got a new address"), _("{who} gave the incoming webhook {what} a new address")
    ),
    "inbound_hook.revoked": Act(_("Incoming webhook revoked"), _("{who} revoked the incoming webhook {what}")),
}
NAMES = {"accounts.inboundhook": queries.hook_names}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
