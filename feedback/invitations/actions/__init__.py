"""Asking people: at once, at a planned moment, again as a reminder; and taking a question back."""

from feedback.invitations.actions.asking import NeedsDecision, NotAskable, NotPublished, ask
from feedback.invitations.actions.calming import CALM_CHANGES, CalmTwice, drop_calm, plan_anew, save_calm
from feedback.invitations.actions.clicking import count_clicks, note_click
from feedback.invitations.actions.forgetting import OLD_ASKS, forget_old, request_forgetting
from feedback.invitations.actions.holding import HOLD_ENDS, cause_of, end_due, hold, release
from feedback.invitations.actions.inviting import LINK_LIFE, invite, withdraw
from feedback.invitations.actions.planning import (
    ASKS,
    PATIENCE,
    Wanted,
    decide_due,
    hasten,
    insist,
    plan,
    reconsider,
    stop,
)
from feedback.invitations.actions.reminding import REMINDERS, remind_due, stop_reminding, token_of
from feedback.invitations.actions.waves import (
    WAVES,
    SamePerson,
    approve_wave,
    launch_wave,
    prepare_wave,
    stop_wave,
    work_on_waves,
)

__all__ = [
    "ASKS",
    "CALM_CHANGES",
    "HOLD_ENDS",
    "LINK_LIFE",
    "OLD_ASKS",
    "PATIENCE",
    "REMINDERS",
    "WAVES",
    "CalmTwice",
    "NeedsDecision",
    "NotAskable",
    "NotPublished",
    "SamePerson",
    "Wanted",
    "approve_wave",
    "ask",
    "cause_of",
    "count_clicks",
    "decide_due",
    "drop_calm",
    "end_due",
    "forget_old",
    "hasten",
    "hold",
    "insist",
    "invite",
    "launch_wave",
    "note_click",
    "plan",
    "plan_anew",
    "prepare_wave",
    "reconsider",
    "release",
    "remind_due",
    "request_forgetting",
    "save_calm",
    "stop",
    "stop_reminding",
    "stop_wave",
    "token_of",
    "withdraw",
    "work_on_waves",
]
