"""Which questions a person is asked, and whether what they answered is an answer. Plain Python, one engine for everybody:
the answer page, the preview, integrators and imports.

Answers are kept by question id: a number for scores, the id of a choice, a list of ids for several choices and rankings,
{row: choice} for a matrix, true or false, an ISO day, a text. Words beside the choice "other" stand under "<id>.other".
"""

from feedback.surveys.runner.cleaning import LONGEST, Cleaned, Fault, clean
from feedback.surveys.runner.walking import (
    Answers,
    Asked,
    Person,
    depends_on,
    group_of,
    in_order,
    is_for,
    leading_score,
    score_of,
    steps,
    walk,
)

__all__ = [
    "LONGEST",
    "Answers",
    "Asked",
    "Cleaned",
    "Fault",
    "Person",
    "clean",
    "depends_on",
    "group_of",
    "in_order",
    "is_for",
    "leading_score",
    "score_of",
    "steps",
    "walk",
]
