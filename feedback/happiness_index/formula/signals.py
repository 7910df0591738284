"""What a curve of few points says, and what it does not: direction, unrest, a sudden drop, roles that disagree, silence.

Robust against one odd point, because there are four to six: Theil (1950) and Sen (1968) for the slope; for the drop the
median and the median absolute deviation with the bound of 2.5 of Leys et al., "Detecting outliers: Do not use standard
deviation around the mean, use absolute deviation around the median", J. Exp. Soc. Psychology 49 (2013), 764-766.
"""

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import median

from feedback.happiness_index.formula.constants import Formula
from feedback.happiness_index.formula.index import Index

Point = tuple[datetime, Decimal]

FEWEST, MOST = 4, 6  # points that a drop is looked for in
TO_DEVIATION = 1.4826  # of a normal distribution: from the median absolute deviation to the standard deviation
BOUND = 2.5  # deviations
CALM = 4.0  # points: an index that hardly moves has at least this deviation, or a ripple would be a drop
MONTH = timedelta(days=30)
RHYTHM = 4  # times that somebody must have been heard to have a rhythm
MISSED = 2  # usual gaps of silence
SHORTEST = timedelta(days=30)  # nobody is silent before


@dataclass(frozen=True, slots=True)
class Drop:
    """The last point is `points` below the usual one, which is more than the curve's own unrest explains."""

    points: Decimal
    usual: Decimal


@dataclass(frozen=True, slots=True)
class Disagreement:
    """The happiest and the unhappiest role, how far apart they are, and whether more than by chance."""

    happiest: str
    unhappiest: str
    points: Decimal
    is_clear: bool


@dataclass(frozen=True, slots=True)
class Silence:
    """Somebody who used to be heard every `usual` has been silent since."""

    since: datetime
    usual: timedelta


def slope(points: Sequence[Point]) -> Decimal | None:
    """Return by how many points the curve rises in 30 days (the median of all slopes between two points); None below 3."""
    slopes = [
        (later - earlier) / Decimal((to - since) / MONTH)
        for (since, earlier), (to, later) in itertools.combinations(sorted(points), 2)
        if to > since
    ]
    return round(median(slopes), 1) if len(points) > 2 and slopes else None  # noqa: PLR2004 two points are no trend


def volatility(points: Sequence[Point]) -> Decimal | None:
    """Return by how many points the curve moves from one point to the next, usually (the median); None below 3."""
    moves = [abs(later - earlier) for (_since, earlier), (_to, later) in itertools.pairwise(sorted(points))]
    return median(moves) if len(moves) > 1 else None


def drop(points: Sequence[Point]) -> Drop | None:
    """Return the drop at the end of the last 4 to 6 points: below their median by 2.5 deviations of the former ones."""
    values = [value for _at, value in sorted(points)][-MOST:]
    if len(values) < FEWEST:
        return None
    *former, last = values
    usual = median(former)
    deviation = max(TO_DEVIATION * float(median(abs(value - usual) for value in former)), CALM)
    fallen = usual - last
    return Drop(points=fallen, usual=usual) if float(fallen) > BOUND * deviation else None


def disagreement(index: Index, formula: Formula) -> Disagreement | None:
    """Return how far the roles are apart; clear where the interval of their difference leaves out zero. None below two."""
    heard = sorted(index.heard, key=lambda role: (index.roles[role].mood, role))
    if len(heard) < 2:  # noqa: PLR2004 one voice agrees with itself
        return None
    low, high = index.roles[heard[0]], index.roles[heard[-1]]
    points = high.mood - low.mood
    chance = formula.interval * math.hypot(low.deviation, high.deviation)
    return Disagreement(heard[-1], heard[0], points, float(points) > chance)


def silence(moments: Iterable[datetime], *, now: datetime) -> Silence | None:
    """Return the silence of somebody heard at these moments: twice as long as their usual gap; None where it is usual.

    Whoever was heard less than four times has no rhythm yet; several things of one day are one.
    """
    known = [moment for moment in moments if moment <= now]
    usual = rhythm(known)
    if usual is None:
        return None
    since = max(known)
    return Silence(since=since, usual=usual) if now - since > patience(usual) else None


def rhythm(moments: Iterable[datetime]) -> timedelta | None:
    """Return the usual gap between two of these moments (the median); several of one day are one. None below four days."""
    days = sorted({moment.date(): moment for moment in sorted(moments)}.values())
    if len(days) < RHYTHM:
        return None
    return timedelta(seconds=median((later - earlier).total_seconds() for earlier, later in itertools.pairwise(days)))


def patience(usual: timedelta) -> timedelta:
    """Return after how long of saying nothing somebody with this rhythm is silent."""
    return max(MISSED * usual, SHORTEST)
