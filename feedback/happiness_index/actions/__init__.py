"""What can be done with the index: count it, count its past anew, and say how much each role counts."""

from feedback.happiness_index.actions.counting import recalculate, rewrite
from feedback.happiness_index.actions.sweeping import SWEEP, request_count, request_counts
from feedback.happiness_index.actions.weighing import BadWeights, drop_weights, set_weights

__all__ = [
    "SWEEP",
    "BadWeights",
    "drop_weights",
    "recalculate",
    "request_count",
    "request_counts",
    "rewrite",
    "set_weights",
]
