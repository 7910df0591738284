"""What can be done with the index: count it, count its past anew, and say how much each role counts."""

from feedback.happiness_index.actions.counting import recalculate, rewrite
from feedback.happiness_index.actions.sweeping import SWEEP, count_all, request_counts, sweep
from feedback.happiness_index.actions.weighing import drop_weights, set_weights

__all__ = [
    "SWEEP",
    "count_all",
    "drop_weights",
    "recalculate",
    "request_counts",
    "rewrite",
    "set_weights",
    "sweep",
]
