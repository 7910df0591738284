"""Pages of alerts: the list, one alert with what was done about it, their rules, and how they are followed up."""

from feedback.alerts.views.alerts import (
    act,
    alert,
    alert_list,
    end_links,
    end_snooze,
    sealed_act,
    sealed_alert,
)
from feedback.alerts.views.ruling import edit_rule, follow_up, new_rule, rule, rules

__all__ = [
    "act",
    "alert",
    "alert_list",
    "edit_rule",
    "end_links",
    "end_snooze",
    "follow_up",
    "new_rule",
    "rule",
    "rules",
    "sealed_act",
    "sealed_alert",
]
