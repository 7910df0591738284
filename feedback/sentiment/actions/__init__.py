"""What can be done with moods."""

from feedback.sentiment.actions.correcting import BadLabel, correct, withdraw
from feedback.sentiment.actions.marking import BadMark, record_by_hand, take_back
from feedback.sentiment.actions.recording import Recorded, record
from feedback.sentiment.actions.texts import read_texts

__all__ = [
    "BadLabel",
    "BadMark",
    "Recorded",
    "correct",
    "read_texts",
    "record",
    "record_by_hand",
    "take_back",
    "withdraw",
]
