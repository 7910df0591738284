"""What the audit trail says about coverage targets."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.coverage import queries

ACTS = {
    "coverage_target.set": Act(_("Coverage target set"), _("{who} set a coverage target of {what}")),
    "coverage_target.dropped": Act(_("Coverage target dropped"), _("{who} dropped a coverage target of {what}")),
}
NAMES = {"feedback.coveragetarget": queries.scope_names}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
