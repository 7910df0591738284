"""What the audit trail says about stages."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from journeys.stages import queries

ACTS = {
    "stage.entered": Act(_("Stage entered"), _("{who} moved {what} into a stage")),
    "stage.left": Act(_("Stage left"), _("{who} moved {what} out of a stage")),
    "stage.step": Act(_("Step of a stage"), _("{who} moved {what} to another step of the stage")),
    "journey.drafted": Act(_("Path: draft begun"), _("{who} began to draw the path anew: {what}")),
    "journey.published": Act(_("Path: version published"), _("{who} published the path: {what}")),
    "journey.dropped": Act(_("Path: draft dropped"), _("{who} dropped a draft of the path")),
    "journey.followed": Act(_("Path: changed over"), _("{who} let clients change over to the path: {what}")),
    "journey_stage.changed": Act(_("Path: stage changed"), _("{who} changed a stage of the path: {what}")),
    "journey_part.added": Act(_("Path: part added"), _("{who} put a touchpoint on the path: {what}")),
    "journey_part.changed": Act(_("Path: part changed"), _("{who} changed a touchpoint on the path: {what}")),
    "journey_part.removed": Act(_("Path: part removed"), _("{who} took a touchpoint off the path")),
    "expectation.added": Act(_("Expectation written down"), _("{who} wrote down what {what} expects")),
    "expectation.compared": Act(
        _("Expectation compared"), _("{who} compared what {what} had expected with how it was")
    ),
    "expectation.removed": Act(_("Expectation removed"), _("{who} removed an expectation of {what}")),
}
NAMES = {
    "journeys.stagevisit": queries.clients_of_visits,
    "journeys.expectation": queries.clients_of_expectations,
    "journeys.journeyversion": queries.version_names,
    "journeys.journeystage": queries.stage_names,
    "journeys.journeypart": queries.part_names,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
