"""Raising alerts, telling of them, the ladder, and what people do about them."""

from feedback.alerts.actions.climbing import climb, climb_due
from feedback.alerts.actions.following import close_with_case, confirm, end_ownerless, entrust, follow_case
from feedback.alerts.actions.handling import (
    NotAllowed,
    acknowledge,
    assign,
    end,
    end_all,
    judge,
    note,
    snooze,
    wake_up,
)
from feedback.alerts.actions.raising import evaluate, evaluate_groups, is_news
from feedback.alerts.actions.ruling import (
    SWEEP,
    NameTaken,
    begin,
    request_sweep,
    request_sweeps,
    save_rule,
    save_settings,
)
from feedback.alerts.actions.sweeping import CLIENTS, ask_for, look, sweep
from feedback.alerts.actions.telling import CLOCKS, LETTERS, end_links, send_due, send_waiting

__all__ = [
    "CLIENTS",
    "CLOCKS",
    "LETTERS",
    "SWEEP",
    "NameTaken",
    "NotAllowed",
    "acknowledge",
    "ask_for",
    "assign",
    "begin",
    "climb",
    "climb_due",
    "close_with_case",
    "confirm",
    "end",
    "end_all",
    "end_links",
    "end_ownerless",
    "entrust",
    "evaluate",
    "evaluate_groups",
    "follow_case",
    "is_news",
    "judge",
    "look",
    "note",
    "request_sweep",
    "request_sweeps",
    "save_rule",
    "save_settings",
    "send_due",
    "send_waiting",
    "snooze",
    "sweep",
    "wake_up",
]
