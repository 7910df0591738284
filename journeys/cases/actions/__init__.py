"""What can be done with cases: opening them, every step of theirs, and their end."""

from journeys.cases.actions.causes import CauseNameTaken, archive_cause, name_cause, save_cause
from journeys.cases.actions.closing import (
    NoAddress,
    NotFixed,
    ask_client,
    confirm,
    end_without_client,
    revoke_link,
    say_not_yet,
    token_of,
)
from journeys.cases.actions.opening import Heard, hear, hear_alert, hear_answer, hear_praise
from journeys.cases.actions.overdue import QUEUE as DUE
from journeys.cases.actions.overdue import request_overdue, tell_overdue
from journeys.cases.actions.recovery import (
    AlreadyDecided,
    NotTheDecider,
    NotWanted,
    TooSoon,
    apologize,
    ask_for_reference,
    decide_compensation,
    measure,
    offer_compensation,
)
from journeys.cases.actions.settings import save_settings
from journeys.cases.actions.steps import (
    NotOpen,
    accept,
    assign,
    contacted,
    note,
    pause,
    resume,
    show_to_leaders,
    thank,
)
from journeys.cases.actions.units import NoLead, answer_for_unit, ask_unit, unit_token

__all__ = [
    "DUE",
    "AlreadyDecided",
    "CauseNameTaken",
    "Heard",
    "NoAddress",
    "NoLead",
    "NotFixed",
    "NotOpen",
    "NotTheDecider",
    "NotWanted",
    "TooSoon",
    "accept",
    "answer_for_unit",
    "apologize",
    "archive_cause",
    "ask_client",
    "ask_for_reference",
    "ask_unit",
    "assign",
    "confirm",
    "contacted",
    "decide_compensation",
    "end_without_client",
    "hear",
    "hear_alert",
    "hear_answer",
    "hear_praise",
    "measure",
    "name_cause",
    "note",
    "offer_compensation",
    "pause",
    "request_overdue",
    "resume",
    "revoke_link",
    "save_cause",
    "save_settings",
    "say_not_yet",
    "show_to_leaders",
    "tell_overdue",
    "thank",
    "token_of",
    "unit_token",
]
