"""Reading answers and what they add up to: a constant number of statements, however many answers there are."""

from feedback.insights.queries.answers import (
    BROUGHT,
    AnswerFilter,
    Edition,
    answer_of,
    answers,
    comparable,
    editions,
    mood_score,
    survey_or_none,
)
from feedback.insights.queries.figures import Asking, Cell, Clicks, askings, cells, clicks
from feedback.insights.queries.questions import Count, Numbers, Stopped, asked_of, counts, given, numbers, stops

__all__ = [
    "BROUGHT",
    "AnswerFilter",
    "Asking",
    "Cell",
    "Clicks",
    "Count",
    "Edition",
    "Numbers",
    "Stopped",
    "answer_of",
    "answers",
    "asked_of",
    "askings",
    "cells",
    "clicks",
    "comparable",
    "counts",
    "editions",
    "given",
    "mood_score",
    "numbers",
    "stops",
    "survey_or_none",
]
