"""Whether people feel better after a gesture. Plain Python.

Of each person the last mood within 90 days before a gesture is compared with the first one within 45 days after it: the mean
of these differences, with Student's 95 % interval for pairs. It shows what followed, never what caused it. Below twenty pairs
it says nothing, below thirty it is tentative: the bounds of the analysis of drivers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from feedback.insights.drivers import TENTATIVE
from feedback.insights.formula import Estimate, mean

BEFORE, AFTER = timedelta(days=90), timedelta(days=45)
SCALE = (-100, 100)  # of a difference between two moods


@dataclass(frozen=True, slots=True)
class Felt:
    """A mood of 0 to 100, and when it was so."""

    at: datetime
    value: int


@dataclass(frozen=True, slots=True)
class Effect:
    """How many gestures have a mood before and after them, and what came of it; None while they are too few."""

    n: int
    change: Estimate | None


def difference(at: datetime, moods: Sequence[Felt]) -> int | None:
    """Return by how much the person felt better after the moment than before it; None without a mood on both sides."""
    before = [one for one in moods if at - BEFORE <= one.at < at]
    after = [one for one in moods if at < one.at <= at + AFTER]
    if not before or not after:
        return None
    return min(after, key=lambda one: one.at).value - max(before, key=lambda one: one.at).value


def effect(differences: Iterable[int]) -> Effect:
    """Return the mean difference with its interval, or only how many there are while they say nothing."""
    rows = list(differences)
    n = len(rows)
    if n < TENTATIVE:
        return Effect(n, None)
    return Effect(n, mean(n=n, total=sum(rows), squares=sum(one * one for one in rows), scale=SCALE))
