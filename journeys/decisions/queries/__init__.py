"""What waits for whom, who is asked about what, and what a link opens."""

from journeys.decisions.queries.links import is_over, limit, needs_sign_in, of_claim, offer_above
from journeys.decisions.queries.reading import decisions, ended, late, open_by, told, waiting, waiting_at
from journeys.decisions.queries.subjects import decider_of, deciders, open_of

__all__ = [
    "decider_of",
    "deciders",
    "decisions",
    "ended",
    "is_over",
    "late",
    "limit",
    "needs_sign_in",
    "of_claim",
    "offer_above",
    "open_by",
    "open_of",
    "told",
    "waiting",
    "waiting_at",
]
