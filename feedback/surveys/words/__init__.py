"""How the parts of a survey are said on pages, in the language of the page."""

from feedback.surveys.words.drops import drop_words, stir_words
from feedback.surveys.words.findings import Told, tell
from feedback.surveys.words.losses import loss_words
from feedback.surveys.words.names import (
    ACTS,
    FACTS,
    GROUPS,
    LANGUAGES,
    OPERATIONS,
    SETTINGS,
    TEXTS,
    TYPES,
    audience_name,
    group_range,
    part_name,
    place_name,
    title_of,
)
from feedback.surveys.words.sentences import condition_words, rule_sentence, source_name, values_of

__all__ = [
    "ACTS",
    "FACTS",
    "GROUPS",
    "LANGUAGES",
    "OPERATIONS",
    "SETTINGS",
    "TEXTS",
    "TYPES",
    "Told",
    "audience_name",
    "condition_words",
    "drop_words",
    "group_range",
    "loss_words",
    "part_name",
    "place_name",
    "rule_sentence",
    "source_name",
    "stir_words",
    "tell",
    "title_of",
    "values_of",
]
