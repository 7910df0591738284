"""What the audit trail says about the index."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.happiness_index import queries

ACTS = {
    "index_weights.set": Act(_("Weights of roles set"), _("{who} set how much each role counts in {what}")),
    "index_weights.dropped": Act(_("Weights of roles dropped"), _("{who} dropped how much each role counts in {what}")),
}
NAMES = {"feedback.indexweights": queries.scope_names}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
