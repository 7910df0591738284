"""What the audit trail says about kinds of events."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from accounts.event_kinds import queries

ACTS = {
    "event_kind.created": Act(_("Kind of events added"), _("{who} added the kind of events {what}")),
    "event_kind.changed": Act(_("Kind of events changed"), _("{who} changed the kind of events {what}")),
    "event_kind.archived": Act(_("Kind of events archived"), _("{who} archived the kind of events {what}")),
    "event_kind.restored": Act(_("Kind of events brought back"), _("{who} brought back the kind of events {what}")),
}
NAMES = {"accounts.customkind": queries.kind_names}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
