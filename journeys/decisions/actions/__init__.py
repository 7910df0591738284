"""Asking for decisions, by people and by what happens in the house, answering them, and what follows."""

from journeys.decisions.actions.asking import (
    QUEUE,
    USUAL_CHOICES,
    NoSuchChoice,
    NotOpen,
    answer,
    ask,
    remind,
    request_reminders,
    set_limit,
    url_of,
    withdraw,
)
from journeys.decisions.actions.offering import (
    Asked,
    ask_approval,
    end_case_offers,
    end_offers,
    offer_alert,
    offer_case,
    offer_compensation,
    settle_compensation,
)

__all__ = [
    "QUEUE",
    "USUAL_CHOICES",
    "Asked",
    "NoSuchChoice",
    "NotOpen",
    "answer",
    "ask",
    "ask_approval",
    "end_case_offers",
    "end_offers",
    "offer_alert",
    "offer_case",
    "offer_compensation",
    "remind",
    "request_reminders",
    "set_limit",
    "settle_compensation",
    "url_of",
    "withdraw",
]
