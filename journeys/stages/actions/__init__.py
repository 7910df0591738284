"""What can be done with the path, and with those who stand on it."""

from journeys.stages.actions.counting import FIGURES, count, count_soon, request_counts
from journeys.stages.actions.drawing import (
    NothingToPublish,
    PartTaken,
    drop_draft,
    publish,
    remove_part,
    save_part,
    save_stage,
    start_draft,
)
from journeys.stages.actions.expecting import compare, expect, remove_expectation
from journeys.stages.actions.following import (
    LEADING,
    SWEEP,
    follow,
    leads_anywhere,
    newcomer_stage,
    request_sweeps,
    sweep,
    today,
)
from journeys.stages.actions.moving import BeforeTheLast, enter, enter_step
from journeys.stages.actions.past import PastStay, record_past

__all__ = [
    "FIGURES",
    "LEADING",
    "SWEEP",
    "BeforeTheLast",
    "NothingToPublish",
    "PartTaken",
    "PastStay",
    "compare",
    "count",
    "count_soon",
    "drop_draft",
    "enter",
    "enter_step",
    "expect",
    "follow",
    "leads_anywhere",
    "newcomer_stage",
    "publish",
    "record_past",
    "remove_expectation",
    "remove_part",
    "request_counts",
    "request_sweeps",
    "save_part",
    "save_stage",
    "start_draft",
    "sweep",
    "today",
]
