"""What the audit trail says about plans and rulings."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from journeys.initiatives import queries

ACTS = {
    "initiative.proposed": Act(_("Initiative proposed"), _("{who} proposed an initiative: {what}")),
    "initiative.changed": Act(_("Initiative changed"), _("{who} changed an initiative: {what}")),
    "initiative.approved": Act(_("Initiative approved"), _("{who} approved an initiative: {what}")),
    "initiative.started": Act(_("Initiative begun"), _("{who} began an initiative: {what}")),
    "initiative.finished": Act(_("Initiative finished"), _("{who} finished an initiative: {what}")),
    "initiative.stopped": Act(_("Initiative stopped"), _("{who} stopped an initiative: {what}")),
    "initiative.step_added": Act(_("Step of an initiative added"), _("{who} added a step to an initiative: {what}")),
    "initiative.step_changed": Act(
        _("Step of an initiative changed"), _("{who} changed a step of an initiative: {what}")
    ),
    "initiative.step_removed": Act(
        _("Step of an initiative removed"), _("{who} removed a step of an initiative: {what}")
    ),
    "initiative.step_done": Act(_("Step of an initiative done"), _("{who} did a step of an initiative: {what}")),
    "ruling.made": Act(_("Ruling made"), _("{who} ruled what a department owes: {what}")),
    "ruling.kept": Act(_("Ruling kept"), _("{who} noted that a ruling is kept: {what}")),
    "ruling.dropped": Act(_("Ruling taken back"), _("{who} took a ruling back: {what}")),
}
NAMES = {
    "journeys.initiative": queries.initiative_names,
    "journeys.initiativestep": queries.step_names,
    "journeys.ruling": queries.ruling_names,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
