"""A rule as data, and what it makes of something that happens. Plain Python: live and replayed on history it is the same.

As JSON: {"when": {"kind": "stage.entered"} | {"every_days": 90} | {"before": "renewal_on", "days": 60}, "where": condition,
"whom": {…}, "what": {"survey": id} | {"task": text}, "delay": {…}, "limits": {…}}. Conditions are those of surveys, on facts.
"""

from feedback.triggers.rules.judging import chosen, endless, fires, is_quiet, wanted_at
from feedback.triggers.rules.reading import read, write
from feedback.triggers.rules.shape import (
    DATES,
    LONGEST_DELAY,
    LONGEST_PERIOD,
    LONGEST_TEXT,
    MOOD,
    MOST_PEOPLE,
    OWN_KINDS,
    SILENCE,
    STAGE_ENTERED,
    STAGE_LEFT,
    TASK_DONE,
    BadRule,
    Candidate,
    Fault,
    First,
    Happening,
    Repeat,
    Rule,
    What,
    When,
    Whom,
)

__all__ = [
    "DATES",
    "LONGEST_DELAY",
    "LONGEST_PERIOD",
    "LONGEST_TEXT",
    "MOOD",
    "MOST_PEOPLE",
    "OWN_KINDS",
    "SILENCE",
    "STAGE_ENTERED",
    "STAGE_LEFT",
    "TASK_DONE",
    "BadRule",
    "Candidate",
    "Fault",
    "First",
    "Happening",
    "Repeat",
    "Rule",
    "What",
    "When",
    "Whom",
    "chosen",
    "endless",
    "fires",
    "is_quiet",
    "read",
    "wanted_at",
    "write",
]
