"""What can be done with moods."""

from feedback.sentiment.actions.marking import BadMark, record_by_hand, take_back
from feedback.sentiment.actions.recording import Recorded, origin_of, record

__all__ = ["BadMark", "Recorded", "origin_of", "record", "record_by_hand", "take_back"]
