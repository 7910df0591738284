"""Reading the index: what it is counted from, why it is as it is, and what groups of clients come to."""

from feedback.happiness_index.queries.groups import (
    GroupIndex,
    by_department,
    by_segment,
    by_stage,
    by_touchpoint,
    of_house,
)
from feedback.happiness_index.queries.inputs import Calendar, Inputs, calendar, count, inputs_of, with_baselines
from feedback.happiness_index.queries.moves import Move, moves
from feedback.happiness_index.queries.names import scope_names
from feedback.happiness_index.queries.people import PersonMood, of_people
from feedback.happiness_index.queries.telling import (
    MONTHS,
    Explanation,
    Known,
    Point,
    Reason,
    Trend,
    curve,
    days_of,
    explain,
    history,
    is_month_end,
    month_ends,
    replay,
    trend,
    waterfall,
)

__all__ = [
    "MONTHS",
    "Calendar",
    "Explanation",
    "GroupIndex",
    "Inputs",
    "Known",
    "Move",
    "PersonMood",
    "Point",
    "Reason",
    "Trend",
    "by_department",
    "by_segment",
    "by_stage",
    "by_touchpoint",
    "calendar",
    "count",
    "curve",
    "days_of",
    "explain",
    "history",
    "inputs_of",
    "is_month_end",
    "month_ends",
    "moves",
    "of_house",
    "of_people",
    "replay",
    "scope_names",
    "trend",
    "waterfall",
    "with_baselines",
]
