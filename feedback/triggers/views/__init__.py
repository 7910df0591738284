"""Pages of rules: the list, one rule with its story, writing it, switching it, and what it would have done."""

from feedback.triggers.views.backtests import backtest, begin_backtest, stop_backtest
from feedback.triggers.views.choosing import choose
from feedback.triggers.views.editor import edit_rule, new_rule
from feedback.triggers.views.listing import trigger_rule, trigger_rules
from feedback.triggers.views.switching import approve, archive, pause, switch_on

__all__ = [
    "approve",
    "archive",
    "backtest",
    "begin_backtest",
    "choose",
    "edit_rule",
    "new_rule",
    "pause",
    "stop_backtest",
    "switch_on",
    "trigger_rule",
    "trigger_rules",
]
