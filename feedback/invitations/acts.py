"""What the audit trail says about asking people."""

import uuid
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.invitations import queries, words


def _calm_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return for whom these calm limits count; what was dropped has no name any more."""
    return {rule.pk: words.calm_of(rule).whom for rule in queries.calm_rules() if rule.pk in ids}


ACTS = {
    "survey.asked": Act(_("Person asked"), _("{who} asked {what}")),
    "survey.withdrawn": Act(_("Question taken back"), _("{who} took back a question to {what}")),
    "survey.insisted": Act(_("Question insisted on"), _("{who} insisted on a question to {what}")),
    "asking.held": Act(_("Asking held"), _("{who} let nobody be asked: {what}")),
    "asking.released": Act(_("Asking released"), _("{who} let people be asked again: {what}")),
    "calm_rule.set": Act(_("Calm limits set"), _("{who} set calm limits: {what}")),
    "calm_rule.dropped": Act(_("Calm limits dropped"), _("{who} dropped calm limits: {what}")),
    "wave.prepared": Act(_("Wave prepared"), _("{who} prepared a wave: {what}")),
    "wave.launched": Act(_("Wave launched"), _("{who} launched a wave: {what}")),
    "wave.approved": Act(_("Wave agreed to"), _("{who} agreed to a wave: {what}")),
    "wave.stopped": Act(_("Wave stopped"), _("{who} stopped a wave: {what}")),
}
NAMES = {
    "feedback.invitation": queries.invited_names,
    "feedback.plannedask": queries.planned_names,
    "feedback.hold": queries.held_names,
    "feedback.wave": queries.wave_names,
    "feedback.calmrule": _calm_names,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
