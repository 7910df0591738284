"""What can be done with moods."""

from feedback.sentiment.actions.marking import BadMark, record_by_hand, take_back
from feedback.sentiment.actions.recording import Recorded, record

__all__ = ["BadMark", "Recorded", "record", "record_by_hand", "take_back"]
