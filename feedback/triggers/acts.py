"""What the audit trail says about rules."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.triggers import queries

ACTS = {
    "rule.created": Act(_("Rule written"), _("{who} wrote the rule {what}")),
    "rule.changed": Act(_("Rule changed"), _("{who} changed the rule {what}")),
    "rule.switched_on": Act(_("Rule switched on"), _("{who} switched on the rule {what}")),
    "rule.approved": Act(_("Rule agreed to"), _("{who} agreed to the rule {what}")),
    "rule.replayed": Act(_("Rule tried on history"), _("{who} tried the rule {what} on history")),
    "rule.paused": Act(_("Rule paused"), _("{who} paused the rule {what}")),
    "rule.chosen": Act(_("Chosen whom to ask"), _("{who} chose whom the rule {what} asks")),
    "rule.archived": Act(_("Rule archived"), _("{who} archived the rule {what}")),
}
NAMES = {"feedback.triggerrule": queries.rule_names, "feedback.rulechoice": queries.choice_names}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
