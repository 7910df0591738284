"""What is worth an alert. Plain Python: what is known of a client goes in, findings come out, and history can be replayed.

A finding has a key of its own: the same news raises an alert once, however often it is looked at. Words alone wake nobody above
the head of a department: a bad text needs a low score, a second bad text within 30 days, or words of leaving beside it. What a
machine reads in words counts from a confidence of .6 on.
"""

from feedback.alerts.rules.evidence import SURE, is_bitter
from feedback.alerts.rules.shape import NUMBERS, Day, Evidence, Fact, Finding, Known, Numbers, Reading, Text
from feedback.alerts.rules.watching import evaluate

__all__ = [
    "NUMBERS",
    "SURE",
    "Day",
    "Evidence",
    "Fact",
    "Finding",
    "Known",
    "Numbers",
    "Reading",
    "Text",
    "evaluate",
    "is_bitter",
]
