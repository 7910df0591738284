"""What can be done with moods."""

from feedback.sentiment.actions.asked import Asked, record_answer, texts_to_ask
from feedback.sentiment.actions.consenting import NoService, give_consent, withdraw_consent
from feedback.sentiment.actions.correcting import BadLabel, correct, withdraw
from feedback.sentiment.actions.marking import BadMark, record_by_hand, take_back
from feedback.sentiment.actions.recording import Recorded, record
from feedback.sentiment.actions.texts import REMOTE, read_texts
from feedback.sentiment.actions.wording import READING, TooManyWords, WordTaken, add_word, remove_word, save_word

__all__ = [
    "READING",
    "REMOTE",
    "Asked",
    "BadLabel",
    "BadMark",
    "NoService",
    "Recorded",
    "TooManyWords",
    "WordTaken",
    "add_word",
    "correct",
    "give_consent",
    "read_texts",
    "record",
    "record_answer",
    "record_by_hand",
    "remove_word",
    "save_word",
    "take_back",
    "texts_to_ask",
    "withdraw",
    "withdraw_consent",
]
