"""What answers add up to: NPS, CSAT, CES and means, each with its 95 % interval. Plain Python.

NPS: share of 9-10 less share of 0-6 (Reichheld 2003), in points; its interval is the adjusted Wald one of B. Rocks, "Interval
Estimation for the Net Promoter Score" (The American Statistician 70:4, 2016), recommended by Lewis and Sauro
(measuringu.com/nps-confidence-intervals): three answers are added, 3/4 promoter, 3/2 passive and 3/4 detractor.
CSAT: share of 4-5 of 5. Shares have the adjusted Wald interval of Agresti and Coull (The American Statistician 52:2, 1998).
CES: the mean of 1-7. Means have Student's interval.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from math import sqrt

Z = 1.959963984540054  # 95 %, two-sided
ADDED, ADDED_EACH = 3, 0.75
SMALL = 30  # below it a figure is tentative: the usual bound of "small samples" in textbooks
# Quantiles of Student's distribution at 97.5 % for 1 to 30 degrees of freedom, as printed in every table.
STUDENT = (
    *(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228),
    *(2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086),
    *(2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042),
)
PROMOTER, PASSIVE, SATISFIED = 9, 7, 4  # from this score on


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, the interval in which it lies with 95 %, and on how many answers it rests.

    One answer alone has no interval of a mean: it is as wide as the scale.
    """

    value: float
    low: float
    high: float
    n: int

    @property
    def is_tentative(self) -> bool:
        """Tell whether so few answers say little: another dozen may turn the figure."""
        return self.n < SMALL


def nps(*, promoters: int, passives: int, detractors: int) -> Estimate | None:
    """Return the Net Promoter Score in points, -100 to 100; None without an answer."""
    n = promoters + passives + detractors
    if not n:
        return None
    score = (promoters - detractors) / n
    more = n + ADDED
    first, last = (promoters + ADDED_EACH) / more, (detractors + ADDED_EACH) / more
    margin = Z * sqrt((first + last - (first - last) ** 2) / more)
    return _within(score * 100, (first - last - margin) * 100, (first - last + margin) * 100, n, (-100, 100))


def share(hits: int, n: int) -> Estimate | None:
    """Return the share of hits in n answers, 0 to 1; None without an answer."""
    if not n:
        return None
    more = n + Z**2
    middle = (hits + Z**2 / 2) / more
    margin = Z * sqrt(middle * (1 - middle) / more)
    return _within(hits / n, middle - margin, middle + margin, n, (0, 1))


def mean(*, n: int, total: float, squares: float, scale: tuple[float, float]) -> Estimate | None:
    """Return the mean of n values from their sum and the sum of their squares, within `scale`; None without a value."""
    if not n:
        return None
    value = total / n
    if n == 1:
        return Estimate(value, *scale, n)
    deviation = sqrt(max(squares - total * value, 0) / (n - 1))
    margin = student(n - 1) * deviation / sqrt(n)
    return _within(value, value - margin, value + margin, n, scale)


def student(freedom: int) -> float:
    """Return the 97.5 % quantile of Student's distribution; beyond the table by Abramowitz and Stegun 26.7.5."""
    if freedom <= len(STUDENT):
        return STUDENT[freedom - 1]
    return Z + (Z**3 + Z) / (4 * freedom) + (5 * Z**5 + 16 * Z**3 + 3 * Z) / (96 * freedom**2)


def _within(value: float, low: float, high: float, n: int, scale: tuple[float, float]) -> Estimate:
    """Return the estimate cut to its scale. The interval always holds the value: of one answer alone it would not."""
    return Estimate(value, max(min(low, value), scale[0]), min(max(high, value), scale[1]), n)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What any group of answers comes to; sums of parts are the sums of the whole."""

    n: int = 0
    promoters: int = 0
    passives: int = 0
    detractors: int = 0
    satisfied: int = 0
    rated: int = 0  # answers with a CSAT
    efforts: int = 0  # answers with a CES
    effort: int = 0  # their sum
    effort_squares: int = 0
    proxies: int = 0
    unconfirmed: int = 0  # of the proxies, those that the person has not confirmed
    imported: int = 0
    opened: int = 0  # by the open link

    def __add__(self, other: "Sums") -> "Sums":
        return Sums(**{one.name: getattr(self, one.name) + getattr(other, one.name) for one in fields(Sums)})

    @property
    def nps(self) -> Estimate | None:
        """Return the Net Promoter Score."""
        return nps(promoters=self.promoters, passives=self.passives, detractors=self.detractors)

    @property
    def csat(self) -> Estimate | None:
        """Return the share of the satisfied."""
        return share(self.satisfied, self.rated)

    @property
    def ces(self) -> Estimate | None:
        """Return the mean ease of 1 to 7."""
        return mean(n=self.efforts, total=self.effort, squares=self.effort_squares, scale=(1, 7))


def added(parts: Iterable[Sums]) -> Sums:
    """Return the sums of everything."""
    found = Sums()
    for part in parts:
        found += part
    return found
