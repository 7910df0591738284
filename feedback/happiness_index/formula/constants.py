"""THE VERSIONS of the formula. None ever changes once an index was counted with it: another constant is another version."""

from collections.abc import Mapping
from dataclasses import dataclass

ROLES = ("economic", "technical", "end_user")
UNNAMED = ""  # a talk with nobody in particular
LOW, MEDIUM, HIGH = "low", "medium", "high"


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """The constants of one version. Weights of roles are of 100; an organization and its segments may have their own."""

    version: int
    weights: Mapping[str, int]
    unnamed_weight: int  # of what nobody in particular has said
    prior_strength: float  # the baseline counts like so many fresh answers in every role
    start: int  # the baseline of a house with too few clients to have a mean: the middle of the scale
    fewest_clients: int  # behind the mean of a segment or of the house
    window_days: int  # what was said longer ago counts no more
    reading_spread: float  # standard deviation of one reading, before there are enough to see it
    spread_strength: float  # ... which counts like so many readings
    role_spread: float  # how far the mood of a role that was not heard may be from that of the others
    interval: float  # standard deviations to both sides: 9 of 10
    sure_within: float  # points to both sides, for "sure"
    fairly_within: float  # ... and for "fairly sure"


FIRST = Formula(
    version=1,
    weights={"economic": 40, "technical": 35, "end_user": 25},
    unnamed_weight=10,
    prior_strength=0.5,
    start=50,
    fewest_clients=5,
    window_days=365,
    reading_spread=20,
    spread_strength=2,
    role_spread=25,
    interval=1.645,
    sure_within=12,
    fairly_within=20,
)

VERSIONS = {one.version: one for one in (FIRST,)}
CURRENT = FIRST


def confidence_of(half_width: float, formula: Formula) -> str:
    """Return how sure an index is by half the width of its interval, in points."""
    if half_width <= formula.sure_within:
        return HIGH
    return MEDIUM if half_width <= formula.fairly_within else LOW
