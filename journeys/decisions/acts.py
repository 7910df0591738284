"""What the audit trail says about decisions."""

import uuid
from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from journeys.decisions import queries

ACTS = {
    "decision.asked": Act(_("Decision asked for"), _("{who} asked for a decision: {what}")),
    "decision.answered": Act(_("Decision taken"), _("{who} decided: {what}")),
    "decision.withdrawn": Act(_("Question taken back"), _("{who} took a question back: {what}")),
    "decision_limit.set": Act(
        _("Limit of decisions by link set"), _("{who} set above which money a decision asks for a sign-in")
    ),
}


def _questions(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    return {pk: row.question for pk, row in queries.told(ids).items()}


NAMES = {"journeys.decision": _questions}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
