"""What can be done with moods."""

from feedback.sentiment.actions.correcting import BadLabel, correct, withdraw
from feedback.sentiment.actions.marking import BadMark, record_by_hand, take_back
from feedback.sentiment.actions.recording import Recorded, record
from feedback.sentiment.actions.texts import read_texts
from feedback.sentiment.actions.wording import READING, TooManyWords, WordTaken, add_word, remove_word, save_word

__all__ = [
    "READING",
    "BadLabel",
    "BadMark",
    "Recorded",
    "TooManyWords",
    "WordTaken",
    "add_word",
    "correct",
    "read_texts",
    "record",
    "record_by_hand",
    "remove_word",
    "save_word",
    "take_back",
    "withdraw",
]
