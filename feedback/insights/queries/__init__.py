"""Reading answers and what they add up to: a constant number of statements, however many answers there are."""

from feedback.insights.queries.answers import (
    BROUGHT,
    AnswerFilter,
    Edition,
    answer_of,
    answers,
    comparable,
    documents_of,
    editions,
    survey_or_none,
)
from feedback.insights.queries.endings import Decided, decided
from feedback.insights.queries.figures import Asking, Cell, Clicks, askings, cells, clicks
from feedback.insights.queries.lows import Low, Words, best_words, last_lows, words_of
from feedback.insights.queries.marks import Said, Weighable, aspect_rows, marks, said, weighable_surveys
from feedback.insights.queries.questions import Count, Numbers, Stopped, asked_of, counts, given, numbers, stops
from feedback.insights.queries.scales import scores_by_country
from feedback.insights.queries.standings import at_risk_before, facts_of, house_days, standing_of, standings
from feedback.insights.queries.texts import Heard, heard, heard_texts

__all__ = [
    "BROUGHT",
    "AnswerFilter",
    "Asking",
    "Cell",
    "Clicks",
    "Count",
    "Decided",
    "Edition",
    "Heard",
    "Low",
    "Numbers",
    "Said",
    "Stopped",
    "Weighable",
    "Words",
    "answer_of",
    "answers",
    "asked_of",
    "askings",
    "aspect_rows",
    "at_risk_before",
    "best_words",
    "cells",
    "clicks",
    "comparable",
    "counts",
    "decided",
    "documents_of",
    "editions",
    "facts_of",
    "given",
    "heard",
    "heard_texts",
    "house_days",
    "last_lows",
    "marks",
    "numbers",
    "said",
    "scores_by_country",
    "standing_of",
    "standings",
    "stops",
    "survey_or_none",
    "weighable_surveys",
    "words_of",
]
