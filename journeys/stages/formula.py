"""What a redesign has changed: differences with their 95 % intervals. Plain Python.

Shares: the interval of Agresti and Caffo, which adds a hit and a miss to each group ("Simple and Effective Confidence Intervals
for Proportions and Differences of Proportions", The American Statistician 54:4, 2000). Means: that of Welch, with the degrees
of freedom of Satterthwaite.
"""

from dataclasses import dataclass
from math import floor, sqrt

from feedback.insights.formula import Z, student

FEWEST_FOR_SPREAD = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """What was before and after, and the difference between them, between `low` and `high` with 95 %."""

    before: float
    after: float
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.after - self.before

    @property
    def points(self) -> "Difference":
        """Return the difference of shares in points of a hundred."""
        return Difference(self.before * 100, self.after * 100, self.low * 100, self.high * 100)

    @property
    def is_certain(self) -> bool:
        """Tell whether the direction is clear: no difference at all lies outside of the interval."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True)
class Sample:
    """A group of values, as its sums."""

    n: int
    total: float
    squares: float

    @property
    def mean(self) -> float:
        return self.total / self.n

    @property
    def variance_of_mean(self) -> float:
        return max(self.squares - self.total * self.mean, 0) / (self.n - 1) / self.n


def of_shares(*, before: tuple[int, int], after: tuple[int, int]) -> Difference | None:
    """Return the difference between two shares, each as (hits, of how many), 0 to 1; None where a group is empty."""
    (hits, n), (hits_after, n_after) = before, after
    if not n or not n_after:
        return None
    first, second = (hits + 1) / (n + 2), (hits_after + 1) / (n_after + 2)
    margin = Z * sqrt(first * (1 - first) / (n + 2) + second * (1 - second) / (n_after + 2))
    return _difference(hits / n, hits_after / n_after, second - first, margin, most=1)


def of_means(*, before: Sample, after: Sample, most: float) -> Difference | None:
    """Return the difference between two means, at most `most` apart; None where a group has fewer than two values."""
    if min(before.n, after.n) < FEWEST_FOR_SPREAD:
        return None
    first, second = before.variance_of_mean, after.variance_of_mean
    error = first + second
    freedom = error**2 / (first**2 / (before.n - 1) + second**2 / (after.n - 1)) if error else before.n + after.n - 2
    margin = student(max(floor(freedom), 1)) * sqrt(error)
    return _difference(before.mean, after.mean, after.mean - before.mean, margin, most=most)


def _difference(before: float, after: float, middle: float, margin: float, *, most: float) -> Difference:
    """The interval is cut to what can be, and always holds the difference itself."""
    value = after - before
    return Difference(before, after, min(max(middle - margin, -most), value), max(min(middle + margin, most), value))
