"""Alerts: their rules, what they rest on, and what was done about them."""

from feedback.alerts.models.alerts import Alert, AlertEvidence, AlertRule, Ending, Kind, Rung, Severity, Verdict
from feedback.alerts.models.following import MOST_HOURS, AlertAct, AlertNotice, AlertSettings, Escalation, Snooze

__all__ = [
    "MOST_HOURS",
    "Alert",
    "AlertAct",
    "AlertEvidence",
    "AlertNotice",
    "AlertRule",
    "AlertSettings",
    "Ending",
    "Escalation",
    "Kind",
    "Rung",
    "Severity",
    "Snooze",
    "Verdict",
]
