"""How the mood of clients moved with a playbook: each client's index after it against that client's index before. Plain Python.

The mean of the differences of pairs has Student's interval, as in the paired t-test ("Student", Biometrika 6:1, 1908). It says
what went together with the playbook, and not what would have happened without it: who is worst off recovers a little by chance.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from feedback.insights.formula import Estimate, mean

AFTER = timedelta(days=30)  # a month after the end is looked at, when there was time to be heard
WIDEST = (-100.0, 100.0)


@dataclass(frozen=True, slots=True)
class Pair:
    """The index of one client before a playbook began and after it ended."""

    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What is known of a playbook's effect. `estimate` is None while fewer than `least` clients could be compared.

    `waiting` clients are not looked at yet, because the playbook ended less than a month ago; at `unheard` ones nobody was
    heard before it began, or since.
    """

    n: int
    least: int
    waiting: int
    unheard: int
    estimate: Estimate | None = None
    before: float = 0
    after: float = 0

    @property
    def move(self) -> float | None:
        """Return the mean difference as it is told, to one digit."""
        return None if self.estimate is None else round(self.estimate.value, 1)

    @property
    def is_told_from_nothing(self) -> bool:
        """Tell whether the interval leaves out zero."""
        return self.estimate is not None and (self.estimate.low > 0 or self.estimate.high < 0)


def measured(pairs: Sequence[Pair], *, least: int, waiting: int = 0, unheard: int = 0) -> Effect:
    """Return the mean difference with its 95 % interval; none of fewer than `least` clients."""
    n = len(pairs)
    if n < least:
        return Effect(n, least, waiting, unheard)
    moves = [pair.after - pair.before for pair in pairs]
    estimate = mean(n=n, total=sum(moves), squares=sum(move**2 for move in moves), scale=WIDEST)
    before, after = sum(pair.before for pair in pairs) / n, sum(pair.after for pair in pairs) / n
    return Effect(n, least, waiting, unheard, estimate, before, after)
