"""Reading rules, what they look at, and what they did."""

from feedback.triggers.queries.facts import (
    FACTS,
    OWN,
    Pair,
    facts_of,
    happening_of,
    known_facts,
    people_of,
    places_of,
)
from feedback.triggers.queries.rules import (
    active_rules,
    calendar_rules,
    known_kinds,
    read_rule,
    rule_names,
    trigger_rules,
)
from feedback.triggers.queries.story import (
    Counts,
    askable_names,
    asks_of,
    backtests_of,
    counts_of,
    firings_of,
    letters_of,
    names,
    replayed_asks,
    versions_of,
)

__all__ = [
    "FACTS",
    "OWN",
    "Counts",
    "Pair",
    "active_rules",
    "askable_names",
    "asks_of",
    "backtests_of",
    "calendar_rules",
    "counts_of",
    "facts_of",
    "firings_of",
    "happening_of",
    "known_facts",
    "known_kinds",
    "letters_of",
    "names",
    "people_of",
    "places_of",
    "read_rule",
    "replayed_asks",
    "rule_names",
    "trigger_rules",
    "versions_of",
]
