"""Reading alerts, what they rest on, and who is to be told."""

from feedback.alerts.queries.facts import PAST, known_of, open_case
from feedback.alerts.queries.groups import groups_known
from feedback.alerts.queries.ladder import (
    due_after,
    is_link_open,
    leaders,
    notice_of,
    people_of,
    snoozes_of,
    snoozing,
    waiting_notices,
)
from feedback.alerts.queries.naming import alert_names, rule_names, settings_names
from feedback.alerts.queries.reacting import escalations, reactions
from feedback.alerts.queries.reading import (
    alerts,
    is_acknowledged,
    is_contacted,
    is_serious,
    open_alerts,
    readable,
    rules,
    running_rules,
    settings_of_alerts,
    stuck_alerts,
)
from feedback.alerts.queries.simulation import Simulation, Would, simulate
from feedback.alerts.queries.story import story_of, taken_by, told_of

__all__ = [
    "PAST",
    "Simulation",
    "Would",
    "alert_names",
    "alerts",
    "due_after",
    "escalations",
    "groups_known",
    "is_acknowledged",
    "is_contacted",
    "is_link_open",
    "is_serious",
    "known_of",
    "leaders",
    "notice_of",
    "open_alerts",
    "open_case",
    "people_of",
    "reactions",
    "readable",
    "rule_names",
    "rules",
    "running_rules",
    "settings_names",
    "settings_of_alerts",
    "simulate",
    "snoozes_of",
    "snoozing",
    "story_of",
    "stuck_alerts",
    "taken_by",
    "told_of",
    "waiting_notices",
]
