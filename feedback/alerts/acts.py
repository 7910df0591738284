"""What the audit trail says about alerts, their rules and how they are followed up."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from feedback.alerts import queries

ACTS = {
    "alert.acknowledged": Act(_("Alert acknowledged"), _("{who} took the alert {what} in hand")),
    "alert.assigned": Act(_("Alert handed over"), _("{who} handed the alert {what} over")),
    "alert.judged": Act(_("Alert judged"), _("{who} said whether the alert {what} was right")),
    "alert.ended": Act(_("Alert ended"), _("{who} ended the alert {what}")),
    "alert_rule.created": Act(_("Alert rule written"), _("{who} wrote the alert rule {what}")),
    "alert_rule.changed": Act(_("Alert rule changed"), _("{who} changed the alert rule {what}")),
    "alert_settings.changed": Act(
        _("Follow-up of alerts changed"), _("{who} changed how alerts are followed up in {what}")
    ),
}
NAMES = {
    "feedback.alert": queries.alert_names,
    "feedback.alertrule": queries.rule_names,
    "feedback.alertsettings": queries.settings_names,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
