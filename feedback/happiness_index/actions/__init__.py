"""What can be done with the index: count it, count its past anew, say how much each role counts, and try other versions."""

from feedback.happiness_index.actions.counting import recalculate, rewrite
from feedback.happiness_index.actions.sweeping import SWEEP, request_count, request_counts
from feedback.happiness_index.actions.versioning import (
    VERSIONS,
    NotCounted,
    TrialUnderWay,
    begin_version,
    go_on,
    stop_version,
    switch_over,
)
from feedback.happiness_index.actions.weighing import BadWeights, drop_weights, set_weights

__all__ = [
    "SWEEP",
    "VERSIONS",
    "BadWeights",
    "NotCounted",
    "TrialUnderWay",
    "begin_version",
    "drop_weights",
    "go_on",
    "recalculate",
    "request_count",
    "request_counts",
    "rewrite",
    "set_weights",
    "stop_version",
    "switch_over",
]
