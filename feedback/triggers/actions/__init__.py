"""Writing rules, trying them, letting them fire, and switching them off."""

from feedback.triggers.actions.carrying import Fired, wishes_of
from feedback.triggers.actions.choosing import CHOICES, ChoiceOver, NotChoosable, choose, end_choices
from feedback.triggers.actions.daily import CALENDAR, look_at_day, request_days
from feedback.triggers.actions.editing import (
    Endless,
    NameTaken,
    NotReady,
    SamePerson,
    StillRunning,
    approve,
    archive,
    create_rule,
    save_rule,
    switch_on,
)
from feedback.triggers.actions.firing import fire, fire_for_event, judge
from feedback.triggers.actions.foretelling import foretell
from feedback.triggers.actions.pausing import pause, pause_failing
from feedback.triggers.actions.replaying import (
    BACKTESTS,
    AlreadyRunning,
    NothingToReplay,
    begin_replay,
    go_on,
    stop_replay,
)
from feedback.triggers.actions.trying import Tried, decide_on, foresee_choice, reach_today, try_today

__all__ = [
    "BACKTESTS",
    "CALENDAR",
    "CHOICES",
    "AlreadyRunning",
    "ChoiceOver",
    "Endless",
    "Fired",
    "NameTaken",
    "NotChoosable",
    "NotReady",
    "NothingToReplay",
    "SamePerson",
    "StillRunning",
    "Tried",
    "approve",
    "archive",
    "begin_replay",
    "choose",
    "create_rule",
    "decide_on",
    "end_choices",
    "fire",
    "fire_for_event",
    "foresee_choice",
    "foretell",
    "go_on",
    "judge",
    "look_at_day",
    "pause",
    "pause_failing",
    "reach_today",
    "request_days",
    "save_rule",
    "stop_replay",
    "switch_on",
    "try_today",
    "wishes_of",
]
