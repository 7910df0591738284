"""Reading the index: what it is counted from, why it is as it is, and what groups of clients come to."""

from feedback.happiness_index.queries.groups import (
    Change,
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
from feedback.happiness_index.queries.opposed import Contradiction, contradictions, score_of
from feedback.happiness_index.queries.people import PersonMood, of_people
from feedback.happiness_index.queries.standing import Baseline, baselines_of
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
from feedback.happiness_index.queries.weighing import BandChange, Foreseen, as_numbers, foresee, weights_in_force
from feedback.happiness_index.queries.worked import Worked, WorkedReading, WorkedRole, worked_example

__all__ = [
    "MONTHS",
    "BandChange",
    "Baseline",
    "Calendar",
    "Change",
    "Contradiction",
    "Explanation",
    "Foreseen",
    "GroupIndex",
    "Inputs",
    "Known",
    "Move",
    "PersonMood",
    "Point",
    "Reason",
    "Trend",
    "Worked",
    "WorkedReading",
    "WorkedRole",
    "as_numbers",
    "baselines_of",
    "by_department",
    "by_segment",
    "by_stage",
    "by_touchpoint",
    "calendar",
    "contradictions",
    "count",
    "curve",
    "days_of",
    "explain",
    "foresee",
    "history",
    "inputs_of",
    "is_month_end",
    "month_ends",
    "moves",
    "of_house",
    "of_people",
    "replay",
    "scope_names",
    "score_of",
    "trend",
    "waterfall",
    "weights_in_force",
    "with_baselines",
    "worked_example",
]
