"""What the audit trail says about the index."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.happiness_index import queries

ACTS = {
    "index_weights.set": Act(_("Weights of roles set"), _("{who} set how much each role counts in {what}")),
    "index_weights.dropped": Act(_("Weights of roles dropped"), _("{who} dropped how much each role counts in {what}")),
    "index_version.begun": Act(_("Version of the index begun"), _("{who} began the version {what} of the index")),
    "index_version.stopped": Act(
        _("Version of the index given up"), _("{who} gave up the version {what} of the index")
    ),
    "index_version.adopted": Act(
        _("Version of the index in use"), _("{who} switched the index over to the version {what}")
    ),
}
NAMES = {"feedback.indexweights": queries.scope_names, "feedback.indexversion": queries.version_names}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
