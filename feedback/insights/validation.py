"""How well the index foretold what really happened: own losses and renewals against the index some time before. Plain Python.

Precision: of the clients that the index warned of, the share that went badly. Recall: of those that went badly, the share it
had warned of (C. van Rijsbergen, "Information Retrieval", 2nd ed. 1979, ch. 7). Shares have the adjusted Wald interval of
`formula`. `order` is the share of pairs of one that went badly and one that stayed in which the first stood lower, ties half:
the area under the curve (J. Hanley, B. McNeil, Radiology 143:1, 1982), ½ is a coin.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from feedback.insights.formula import Estimate, share

LINE = 55  # below it the index warns: upset or tense
DAYS_BEFORE = 90
FEWEST, FEWEST_EACH = 10, 3  # outcomes in all, and of either sort
CERTAIN = 30  # outcomes from which on it is no longer tentative


class Refusal(StrEnum):
    """Why nothing is told."""

    TOO_FEW = "too_few"
    TOO_FEW_BAD = "too_few_bad"
    TOO_FEW_GOOD = "too_few_good"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a relation went on, what the index was some time before, and for how many days it had warned until then."""

    key: uuid.UUID
    is_bad: bool
    index: float | None
    warned_days: int | None = None

    @property
    def is_warned(self) -> bool:
        """Tell whether the index had warned in time."""
        return self.index is not None and self.index < LINE


@dataclass(frozen=True, slots=True)
class Foretold:
    """The four cells with their endings, and what they come to. Nothing is told with a `refusal`."""

    n: int
    unknown: int  # endings before which no index was known: they count nowhere
    warned_bad: tuple[Ending, ...] = ()
    warned_good: tuple[Ending, ...] = ()
    missed_bad: tuple[Ending, ...] = ()
    calm_good: tuple[Ending, ...] = ()
    refusal: Refusal | None = None

    @property
    def bad(self) -> int:
        return len(self.warned_bad) + len(self.missed_bad)

    @property
    def good(self) -> int:
        return len(self.warned_good) + len(self.calm_good)

    @property
    def is_tentative(self) -> bool:
        """Tell whether a few more outcomes may turn it."""
        return self.n < CERTAIN

    @property
    def precision(self) -> Estimate | None:
        """Return of those warned of the share that went badly; None when nobody was."""
        return share(len(self.warned_bad), len(self.warned_bad) + len(self.warned_good))

    @property
    def recall(self) -> Estimate | None:
        """Return of those that went badly the share warned of."""
        return share(len(self.warned_bad), self.bad)

    @property
    def lead_days(self) -> float | None:
        """Return for how many days the index had warned, of half of those warned of rightly; None without one."""
        known = [one.warned_days for one in self.warned_bad if one.warned_days is not None]
        return median(known) if known else None

    @property
    def order(self) -> float | None:
        """Return in which share of pairs the bad ending had the lower index."""
        bad = [one.index for one in (*self.warned_bad, *self.missed_bad) if one.index is not None]
        good = [one.index for one in (*self.warned_good, *self.calm_good) if one.index is not None]
        if not bad or not good:
            return None
        return sum((x < y) + (x == y) / 2 for x in bad for y in good) / (len(bad) * len(good))


def foretold(endings: Iterable[Ending]) -> Foretold:
    """Return how well the index foretold these endings, or why that cannot be told yet."""
    cells: dict[tuple[bool, bool], list[Ending]] = {(w, b): [] for w in (True, False) for b in (True, False)}
    unknown = 0
    for one in endings:
        if one.index is None:
            unknown += 1
        else:
            cells[one.is_warned, one.is_bad].append(one)
    n = sum(map(len, cells.values()))
    bad = len(cells[True, True]) + len(cells[False, True])
    refusal = None
    if n < FEWEST:
        refusal = Refusal.TOO_FEW
    elif bad < FEWEST_EACH:
        refusal = Refusal.TOO_FEW_BAD
    elif n - bad < FEWEST_EACH:
        refusal = Refusal.TOO_FEW_GOOD
    return Foretold(
        n,
        unknown,
        warned_bad=tuple(cells[True, True]),
        warned_good=tuple(cells[True, False]),
        missed_bad=tuple(cells[False, True]),
        calm_good=tuple(cells[False, False]),
        refusal=refusal,
    )


def warned_days(curve: Sequence[tuple[date, float]], day: date) -> int | None:
    """Return for how many days before `day` the index had been below the line without a break; None when it was not.

    `curve` is in the order of time; a value holds until the next one.
    """
    since = None
    for at, value in curve:
        if at >= day:
            break
        since = (since or at) if value < LINE else None
    return (day - since).days if since else None
