"""How people of a country or language use scales, and what a score is beside that. Plain Python.

Some cultures avoid the ends of a scale, others live there (H. Baumgartner, J.-B. Steenkamp, "Response styles in marketing
research", Journal of Marketing Research 38:2, 2001; A.-W. Harzing, Int. Journal of Cross Cultural Management 6:2, 2006).
A calibrated score says where a score lies among scores of the same group. It takes true differences between groups away with
the habits, so it stands beside the raw score and never replaces it.

A group's mean is pulled to that of all by the part that its own scatter explains (empirical Bayes by the method of moments:
C. Morris, Journal of the American Statistical Association 78:381, 1983); its spread as if ten more scores had that of all.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from feedback.insights.formula import Estimate, mean

FEWEST = 20  # scores of a group before anything is said of it
TWO = 2  # groups, at least: one alone has nothing to be compared with
PRIOR = 10  # scores with the spread of all, which every group is given
SCALE = (0.0, 100.0)
NEVER_ZERO = 1.0  # points: a group that always says the same has a habit, not an infinitely fine scale


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of 0 to 100 of one group: how many, their sum, the sum of their squares."""

    n: int
    total: float
    squares: float

    @property
    def mean(self) -> float:
        return self.total / self.n

    @property
    def variance(self) -> float:
        """Return the variance within the group; 0 of a single score."""
        return max(self.squares - self.total**2 / self.n, 0.0) / (self.n - 1) if self.n > 1 else 0.0


@dataclass(frozen=True, slots=True)
class Habit:
    """How a group uses the scale: the raw mean and spread, and those that calibration takes for its own."""

    raw: Estimate
    spread: float
    mean: float
    deviation: float
    mean_of_all: float
    deviation_of_all: float

    @property
    def shift(self) -> float:
        """Return by how many points the group marks higher than all."""
        return self.mean - self.mean_of_all

    def calibrated(self, score: float) -> float:
        """Return where a score of this group lies on the scale of all, 0 to 100."""
        value = self.mean_of_all + (score - self.mean) * self.deviation_of_all / self.deviation
        return min(max(value, SCALE[0]), SCALE[1])


def habits(groups: Mapping[str, Scores]) -> dict[str, Habit]:
    """Return the habits of the groups with twenty scores; empty while fewer than two groups have as many."""
    known = {name: one for name, one in groups.items() if one.n >= FEWEST}
    if len(known) < TWO:
        return {}
    n = sum(one.n for one in known.values())
    middle = sum(one.total for one in known.values()) / n
    within = sum((one.n - 1) * one.variance for one in known.values()) / (n - len(known))
    between = sum((one.mean - middle) ** 2 for one in known.values()) / (len(known) - 1)
    between = max(between - sum(within / one.n for one in known.values()) / len(known), 0.0)
    return {name: _habit(one, middle=middle, within=within, between=between) for name, one in known.items()}


def _habit(one: Scores, *, middle: float, within: float, between: float) -> Habit:
    noise = within / one.n
    kept = between / (between + noise) if between + noise else 0.0
    variance = ((one.n - 1) * one.variance + PRIOR * within) / (one.n - 1 + PRIOR)
    raw = mean(n=one.n, total=one.total, squares=one.squares, scale=SCALE)
    assert raw
    return Habit(
        raw=raw,
        spread=sqrt(one.variance),
        mean=middle + kept * (one.mean - middle),
        deviation=max(sqrt(variance), NEVER_ZERO),
        mean_of_all=middle,
        deviation_of_all=max(sqrt(within), NEVER_ZERO),
    )
