"""What can be done with plans and rulings."""

from journeys.initiatives.actions.counting import FIGURES, count, count_soon, request_counts
from journeys.initiatives.actions.deciding import NotApproved, NotOpen, approve, finish, start, stop
from journeys.initiatives.actions.planning import complete_step, create, remove_step, save, save_step
from journeys.initiatives.actions.ruling import RULINGS, NotOwed, drop, keep, make, remind, request_reminders

__all__ = [
    "FIGURES",
    "RULINGS",
    "NotApproved",
    "NotOpen",
    "NotOwed",
    "approve",
    "complete_step",
    "count",
    "count_soon",
    "create",
    "drop",
    "finish",
    "keep",
    "make",
    "remind",
    "remove_step",
    "request_counts",
    "request_reminders",
    "save",
    "save_step",
    "start",
    "stop",
]
