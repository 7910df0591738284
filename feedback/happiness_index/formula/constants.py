"""THE VERSIONS of the formula. None ever changes once an index was counted with it: another constant is another version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from feedback.sentiment import weights as usual

ROLES = ("economic", "technical", "end_user")
UNNAMED = ""  # a talk with nobody in particular
LOW, MEDIUM, HIGH = "low", "medium", "high"
# The kinds of readings, each with where it was read and the half-life that it was written down with.
KINDS = {
    "answer": (("answer", usual.ANSWER_DAYS),),
    "words": (("answer", usual.TEXT_DAYS), ("talk", usual.TEXT_DAYS)),
    "talk": (("talk", usual.TALK_DAYS),),
    "bad_mark": (("mark", usual.BAD_MARK_DAYS),),
    "good_mark": (("mark", usual.GOOD_MARK_DAYS),),
}
MARKS = {"bad_mark", "good_mark"}  # what we have felt, and nobody has said
KIND_OF = {place: kind for kind, places in KINDS.items() for place in places}
HALF_LIVES = {kind: places[0][1] for kind, places in KINDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """The constants of one version. Weights of roles are of 100; an organization and its segments may have their own.

    A version of an organization's own takes weights and half-lives from it. In force since `in_force_at` (None: on trial), it
    stands over the weights that the house had until then; those of segments stand over it, as over every version.
    """

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
    half_lives: Mapping[str, int] = field(default_factory=HALF_LIVES.copy)  # days, by kind
    is_own: bool = False
    in_force_at: datetime | None = None

    @property
    def days_by_place(self) -> dict[str, int]:
        """The half-lives as SQL looks them up: by "source:days", as readings were written down."""
        return {f"{source}:{days}": self.half_lives[kind] for (source, days), kind in KIND_OF.items()}

    def overrules(self, known_at: datetime) -> bool:
        """Tell whether weights that the house has set then count no more."""
        return self.is_own and (self.in_force_at is None or known_at < self.in_force_at)


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
