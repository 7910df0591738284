"""What can be done with answers."""

from feedback.responses.actions.amending import amend, keep
from feedback.responses.actions.handing import BadAnswers, Handed, NotOpen, hand_over, hand_over_of
from feedback.responses.actions.past import PastAnswer, record_past
from feedback.responses.actions.recording import of_invitation, record
from feedback.responses.actions.replying import take_reply
from feedback.responses.actions.submitting import Sent, submit
from feedback.responses.actions.writing import columns_of, fact_of, index, told_key

__all__ = [
    "BadAnswers",
    "Handed",
    "NotOpen",
    "PastAnswer",
    "Sent",
    "amend",
    "columns_of",
    "fact_of",
    "hand_over",
    "hand_over_of",
    "index",
    "keep",
    "of_invitation",
    "record",
    "record_past",
    "submit",
    "take_reply",
    "told_key",
]
