"""What a survey asks, as one document: the JSON of a draft or of a published version, read into frozen dataclasses.

Plain Python. Ids of questions and choices live as long as the survey: the trend of a question is that of its `id` and
`series`. A question that was reworded so far that old and new answers must not be compared gets the next series.
"""

from feedback.surveys.document.reading import MOST_CHOICES, MOST_QUESTIONS, BadDocument, is_id, read, write
from feedback.surveys.document.shape import (
    CHOSEN,
    OTHER,
    SCALES,
    SCORED,
    WITH_OTHER,
    WRITTEN,
    Act,
    Audience,
    Choice,
    Document,
    Group,
    Letter,
    Question,
    Rule,
    Texts,
    Type,
    Wording,
    say,
    texts_of,
)

__all__ = [
    "CHOSEN",
    "MOST_CHOICES",
    "MOST_QUESTIONS",
    "OTHER",
    "SCALES",
    "SCORED",
    "WITH_OTHER",
    "WRITTEN",
    "Act",
    "Audience",
    "BadDocument",
    "Choice",
    "Document",
    "Group",
    "Letter",
    "Question",
    "Rule",
    "Texts",
    "Type",
    "Wording",
    "is_id",
    "read",
    "say",
    "texts_of",
    "write",
]
