"""What the audit trail says about stages."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from journeys.stages import queries

ACTS = {
    "stage.entered": Act(_("Stage entered"), _("{who} moved {what} into a stage")),
    "stage.left": Act(_("Stage left"), _("{who} moved {what} out of a stage")),
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names={"journeys.stagevisit": queries.clients_of_visits})
