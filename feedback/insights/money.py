"""What unhappiness may cost, and what a point of happiness is worth. Plain Python; money is Decimal in one currency.

Revenue at risk is split by its first cause, so that parts add up to the whole. How likely a loss is stays in words (low,
middle, high) until twenty of the organization's own outcomes are known. From then on it is learned from them, band by band:
the beta-binomial model (A. Gelman et al., "Bayesian Data Analysis", 3rd ed. 2013, 2.4 and 5.3) with a prior of ten outcomes
at the organization's own rate of losses pulls bands with few outcomes towards that rate (B. Efron, C. Morris, "Stein's paradox
in statistics", Scientific American 236:5, 1977). The worth of a point is the slope of a least-squares line through own
outcomes: by how much of the revenue contracts changed, against the index that stood some time before.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from math import exp, lgamma, log, sqrt

from feedback.happiness_index.formula import patience
from feedback.insights.formula import Estimate, student

UPSET, UNHAPPY, CONTENT = 40, 55, 65  # where the mood stops to be upset, to be tense, and starts to be content
QUARTER = 90  # days: after them silence is silence where no rhythm is known, and within them a renewal is near
TWO_ROLES = 2  # one role alone is not the client
FEWEST = 20  # own outcomes before anything is put into numbers
PRIOR = 10  # outcomes at the rate of all, which every band is given
HIGH_FROM, MIDDLE_FROM = 3, 2  # points


class Cause(StrEnum):
    """Why money is at risk; the first that fits counts, in this order."""

    UNHAPPY = "unhappy"  # the index says so: below 55
    SILENT = "silent"  # not heard for twice its usual gap; for 90 days where nothing is usual yet
    UNCOVERED = "uncovered"  # never heard, or one role alone
    RENEWAL = "renewal"  # decides within 90 days, and is not known to be content


class Level(StrEnum):
    """How likely a loss is, in words."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"
    NONE = "none"  # nothing speaks for it


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of a client on a day. None is unknown; `renewal_in` days, below zero when overdue."""

    client_id: uuid.UUID
    revenue: Decimal | None
    index: float | None
    silent_days: int | None  # since anybody was heard; None: never
    roles_heard: int
    renewal_in: int | None
    segment_id: uuid.UUID | None = None
    rhythm_days: int | None = None  # usual gap between two days on which somebody is heard; None: not known yet

    @property
    def is_silent(self) -> bool:
        """Tell whether nobody has been heard for longer than is usual here."""
        if self.silent_days is None:
            return False
        usual = self.rhythm_days
        return self.silent_days > (QUARTER if usual is None else patience(timedelta(days=usual)).days)

    @property
    def is_renewal_near(self) -> bool:
        """Tell whether the client decides within a quarter, or should have."""
        return self.renewal_in is not None and self.renewal_in <= QUARTER

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Return everything that puts the client's money at risk, the first cause first."""
        tests = {
            Cause.UNHAPPY: self.index is not None and self.index < UNHAPPY,
            Cause.SILENT: self.is_silent,
            Cause.UNCOVERED: not self.is_silent and (self.silent_days is None or self.roles_heard < TWO_ROLES),
            Cause.RENEWAL: self.is_renewal_near and (self.index is None or self.index < CONTENT),
        }
        return tuple(cause for cause, fits in tests.items() if fits)

    @property
    def level(self) -> Level:
        """Return the risk by points: upset 3, tense 2, silent or uncovered 1, a renewal near 1 where anything else is amiss."""
        causes = self.causes
        if not causes:
            return Level.NONE
        points = 0
        if Cause.UNHAPPY in causes:
            points += 3 if self.index is not None and self.index < UPSET else 2
        points += int(Cause.SILENT in causes or Cause.UNCOVERED in causes) + int(self.is_renewal_near)
        return Level.HIGH if points >= HIGH_FROM else Level.MIDDLE if points >= MIDDLE_FROM else Level.LOW


@dataclass(frozen=True, slots=True)
class Part:
    """Money of some clients. `unknown` of them have no known revenue, and add nothing."""

    amount: Decimal = Decimal(0)
    clients: int = 0
    unknown: int = 0
    near: Decimal = Decimal(0)  # of the amount, what is to be renewed within 90 days

    def plus(self, one: Standing) -> "Part":
        """Return the part with this client in it."""
        known = one.revenue or Decimal(0)
        near = known if one.is_renewal_near else Decimal(0)
        return Part(self.amount + known, self.clients + 1, self.unknown + (one.revenue is None), self.near + near)


@dataclass(frozen=True, slots=True)
class AtRisk:
    """Revenue at risk: of `known` of a year, split by cause and by level. Each split adds up to `total`."""

    known: Decimal
    total: Part
    causes: Mapping[Cause, Part] = field(default_factory=dict)
    levels: Mapping[Level, Part] = field(default_factory=dict)


def revenue_at_risk(standings: Iterable[Standing]) -> AtRisk:
    """Return how much of the revenue is at risk and why. Each client counts once, under its first cause."""
    known, total = Decimal(0), Part()
    causes = dict.fromkeys(Cause, Part())
    levels = dict.fromkeys((Level.HIGH, Level.MIDDLE, Level.LOW), Part())
    for one in standings:
        known += one.revenue or Decimal(0)
        if one.causes:
            total = total.plus(one)
            causes[one.causes[0]] = causes[one.causes[0]].plus(one)
            levels[one.level] = levels[one.level].plus(one)
    return AtRisk(known, total, causes, levels)


@dataclass(frozen=True, slots=True)
class Past:
    """How a relation went on: how it stood some time before, by which part of it the revenue changed (-1: lost).

    None is unknown.
    """

    level: Level
    index: float | None
    is_lost: bool
    change: float | None


def chances(past: Sequence[Past]) -> dict[Level, Estimate]:
    """Return how likely a client of each level is lost, with the 95 % interval and the number of own outcomes.

    Empty below twenty outcomes. p = (lost + 10 p̄) / (n + 10), with p̄ = (all lost + ½) / (all + 1).
    """
    if len(past) < FEWEST:
        return {}
    rate = (sum(one.is_lost for one in past) + 0.5) / (len(past) + 1)
    found = {}
    for level in Level:
        here = [one.is_lost for one in past if one.level == level]
        a, b = sum(here) + PRIOR * rate, len(here) - sum(here) + PRIOR * (1 - rate)
        found[level] = Estimate(a / (a + b), beta_quantile(0.025, a, b), beta_quantile(0.975, a, b), len(here))
    return found


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of a year, and between which amounts it lies with 95 %; on how many outcomes it rests."""

    value: Decimal
    low: Decimal
    high: Decimal
    n: int


def expected_loss(at_risk: AtRisk, likely: Mapping[Level, Estimate], *, places: int = 0) -> Money | None:
    """Return what the money at risk may cost: each level's amount by its chance. None while no chance is known.

    The interval adds up the ends of all levels: it is wider than it must be, never narrower.
    """
    if not likely:
        return None

    def added(end: str) -> Decimal:
        amounts = (part.amount * Decimal(getattr(likely[level], end)) for level, part in at_risk.levels.items())
        return rounded(sum(amounts, Decimal(0)), places)

    return Money(added("value"), added("low"), added("high"), sum(one.n for one in likely.values()))


@dataclass(frozen=True, slots=True)
class Worth:
    """What one point of the index is worth a year, or that it cannot be told apart from nothing."""

    money: Money
    slope: float  # the part of the revenue that one point changes

    @property
    def is_told_from_nothing(self) -> bool:
        """Tell whether the whole interval lies on one side of zero."""
        return self.money.low > 0 or self.money.high < 0


def worth_of_a_point(past: Sequence[Past], *, revenue: Decimal, places: int = 0) -> Worth | None:
    """Return what a point more is worth with this revenue, by the outcomes of which index and change are known.

    Least squares: slope = Σ (x - x̄)(y - ȳ) / Σ (x - x̄)², with Student's interval of n - 2 degrees of freedom. None below twenty
    outcomes, or when all indices were the same.
    """
    pairs = [(one.index, one.change) for one in past if one.index is not None and one.change is not None]
    n = len(pairs)
    if n < FEWEST:
        return None
    x_mean, y_mean = sum(x for x, _ in pairs) / n, sum(y for _, y in pairs) / n
    spread = sum((x - x_mean) ** 2 for x, _ in pairs)
    if not spread:
        return None
    slope = sum((x - x_mean) * (y - y_mean) for x, y in pairs) / spread
    rest = sum((y - y_mean - slope * (x - x_mean)) ** 2 for x, y in pairs)
    margin = student(n - 2) * sqrt(rest / (n - 2) / spread)
    value, low, high = (rounded(revenue * Decimal(one), places) for one in (slope, slope - margin, slope + margin))
    return Worth(Money(value, low, high, n), slope)


def rounded(amount: Decimal, places: int) -> Decimal:
    """Return the amount with so many decimals, a half to the even neighbor."""
    return amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)


def beta_quantile(p: float, a: float, b: float) -> float:
    """Return where the beta distribution of a and b reaches p, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _beta_below(middle, a, b) < p else (low, middle)
    return (low + high) / 2


def _beta_below(x: float, a: float, b: float) -> float:
    """Return the regularized incomplete beta function, by its continued fraction (Abramowitz and Stegun 26.5.8)."""
    if not 0 < x < 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_below(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    fraction = d
    for m in range(1, 300):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / (1 + term * d), 1 + term / c
            fraction *= c * d
        if abs(c * d - 1) < 1e-14:  # noqa: PLR2004 the end of what floats tell apart
            break
    return front * fraction
