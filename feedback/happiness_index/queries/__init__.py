"""Reading the index: what it is counted from, why it is as it is, and what groups of clients come to."""

from feedback.happiness_index.queries.inputs import Calendar, Inputs, calendar, count, inputs_of, with_baselines
from feedback.happiness_index.queries.names import scope_names
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
    steps_between,
    trend,
)

__all__ = [
    "MONTHS",
    "Calendar",
    "Explanation",
    "Inputs",
    "Known",
    "Point",
    "Reason",
    "Trend",
    "calendar",
    "count",
    "curve",
    "days_of",
    "explain",
    "history",
    "inputs_of",
    "is_month_end",
    "month_ends",
    "replay",
    "scope_names",
    "steps_between",
    "trend",
    "with_baselines",
]
