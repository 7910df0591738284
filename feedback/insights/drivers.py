"""What drives happiness: how much each mark counts for the whole (importance), and how good it is (satisfaction). Plain Python.

Importance is joint: all marks explain the outcome together, and the explained share of its variance (R²) is given to them by
what each adds on average over all orders in which they can be added. This is the LMG measure (R. Lindeman, P. Merenda, R. Gold,
"Introduction to Bivariate and Multivariate Analysis", 1980; U. Grömping, Journal of Statistical Software 17:1, 2006), which is
Shapley's value of R² (S. Lipovetsky, M. Conklin, Applied Stochastic Models in Business and Industry 17, 2001).

Few answers make correlations look stronger than they are, so all are shrunken by the same part λ = Σ Var(r) / Σ r² with
Var(r) = (1 - r²)² / (n - 1) (J. Schäfer, K. Strimmer, Statistical Applications in Genetics and Molecular Biology 4:1, 2005,
with the variance of normal theory); λ is never below 1 / n, so that two marks that say the same can be told apart at all.
Intervals of shares are those of the grouped jackknife (B. Efron, C. Stein, Annals of Statistics 9:3, 1981).
Quadrants: J. Martilla, J. James, "Importance-Performance Analysis", Journal of Marketing 41:1, 1977.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import factorial, sqrt

from feedback.insights.formula import Estimate, mean, student

SHOWN, TENTATIVE = 30, 20  # answers from which on importance is shown, and shown as tentative
MOST = 8  # marks at once: every subset of them is looked at
GROUPS = 10  # of the jackknife
CONTENT = 65.0  # where the mood "content" begins
SCALE = (0.0, 100.0)

Matrix = Sequence[Sequence[float]]


class Refusal(StrEnum):
    """Why no importance is told."""

    TOO_FEW = "too_few"
    NO_MARKS = "no_marks"  # nothing but the outcome was asked, or everybody gave the same marks
    SAME_OUTCOME = "same_outcome"  # everybody is equally happy
    UNRELATED = "unrelated"  # the marks do not move with the outcome more than chance would have them


class Quadrant(StrEnum):
    """What to do about a driver."""

    FIX = "fix"  # counts much, and is not good enough
    KEEP = "keep"  # counts much, and is good
    WATCH = "watch"  # counts little, and is not good
    ENOUGH = "enough"  # counts little, and is good


@dataclass(frozen=True, slots=True)
class Row:
    """What one answer says: how happy somebody is and their marks, all on the scale of moods, 0 to 100; None was not said."""

    outcome: float
    marks: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Driver:
    """One mark. `share` is its part of what all marks explain together, 0 to 1."""

    name: str
    share: float
    low: float
    high: float
    satisfaction: Estimate
    correlation: float
    quadrant: Quadrant

    @property
    def is_contrary(self) -> bool:
        """Tell whether higher marks go with less happiness: then the mark is worth a look, not a rise."""
        return self.correlation < 0


@dataclass(frozen=True, slots=True)
class Drivers:
    """The drivers, what counts most first; none with a `refusal`. `explained` is R² of all marks together."""

    n: int
    refusal: Refusal | None = None
    explained: float = 0.0
    shrinkage: float = 0.0
    drivers: tuple[Driver, ...] = ()
    flat: tuple[str, ...] = ()  # marks that everybody gave alike
    rare: tuple[str, ...] = ()  # marks that too few gave

    @property
    def is_tentative(self) -> bool:
        """Tell whether so few answers are there that another dozen may turn the order."""
        return self.n < SHOWN


def drivers(
    names: Sequence[str], rows: Sequence[Row], *, unsaid: float | None = None, rare: int = TENTATIVE
) -> Drivers:
    """Return what drives the outcome, by answers in the order of time. A refusal says why nothing is told.

    A mark that was not given counts as `unsaid` for importance, or as the mean of those given, and for satisfaction not at
    all; a mark that fewer than `rare` answers give is left out, and of more than 8 those that fewest give.
    """
    n = len(rows)
    if n < TENTATIVE:
        return Drivers(n, Refusal.TOO_FEW)
    given = [[mark for mark in column if mark is not None] for column in zip(*(row.marks for row in rows), strict=True)]
    often = sorted(
        (number for number, marks in enumerate(given) if len(marks) >= rare), key=lambda one: -len(given[one])
    )
    used = sorted(number for number in often[:MOST] if min(given[number]) < max(given[number]))
    flat = tuple(names[number] for number in often[:MOST] if number not in used)
    seldom = tuple(name for number, name in enumerate(names) if number not in often[:MOST])
    means = [_mean(given[number]) for number in used]
    values = [
        (row.outcome, *(_said(row.marks[number], one.value, unsaid) for number, one in zip(used, means, strict=True)))
        for row in rows
    ]
    parts = [Moments.of(values[first::GROUPS]) for first in range(GROUPS)]
    whole = sum(parts[1:], start=parts[0])
    refusal = _refusal(whole, used)
    if refusal:
        return Drivers(n, refusal, flat=flat, rare=seldom)
    matrix, shrinkage = shrunken(whole.correlations(), n)
    gains = contributions(matrix)
    if not sum(gains):
        return Drivers(n, Refusal.UNRELATED, flat=flat, rare=seldom)
    shares, margins = _shares(gains), _margins([_shares(_gains(whole - part)) for part in parts])
    found = [
        Driver(
            name=names[number],
            share=share,
            low=max(share - margin, 0.0),
            high=min(share + margin, 1.0),
            satisfaction=satisfaction,
            correlation=correlation,
            quadrant=_quadrant(share >= 1 / len(used), satisfaction.value >= CONTENT),
        )
        for number, share, margin, satisfaction, correlation in zip(
            used, shares, margins, means, matrix[0][1:], strict=True
        )
    ]
    found.sort(key=lambda one: (-one.share, one.name))
    return Drivers(n, None, sum(gains), shrinkage, tuple(found), flat, seldom)


def _said(mark: float | None, usual: float, unsaid: float | None) -> float:
    if mark is not None:
        return mark
    return usual if unsaid is None else unsaid


def shrunken(correlations: Matrix, n: int) -> tuple[list[list[float]], float]:
    """Return the correlations of n people less what chance adds to them, and the part λ by which they were shrunken."""
    pairs = [r for number, row in enumerate(correlations) for r in row[:number]]
    squares = sum(r**2 for r in pairs)
    chance = sum((1 - r**2) ** 2 for r in pairs) / (n - 1)
    part = min(1.0, max(chance / squares, 1 / n)) if squares else 1.0
    kept = 1 - part
    size = range(len(correlations))
    return [[1.0 if row == column else kept * correlations[row][column] for column in size] for row in size], part


def contributions(matrix: Matrix) -> list[float]:
    """Return what each mark adds to R² on average over all orders (LMG); they add up to the R² of all.

    `matrix` are correlations, the outcome first.
    """
    k = len(matrix) - 1
    explained = [_explained(matrix, [mark + 1 for mark in range(k) if subset >> mark & 1]) for subset in range(1 << k)]
    found = []
    for mark in range(k):
        gain = 0.0
        for subset in range(1 << k):
            if not subset >> mark & 1:
                before = subset.bit_count()
                weight = factorial(before) * factorial(k - before - 1) / factorial(k)
                gain += weight * (explained[subset | 1 << mark] - explained[subset])
        found.append(max(gain, 0.0))  # never below zero but for rounding
    return found


@dataclass(frozen=True, slots=True)
class Moments:
    """Sums of values and of their products: those of parts add up to those of the whole."""

    n: int
    sums: tuple[float, ...]
    products: tuple[float, ...]  # of every pair, in the order of `_pairs`

    @classmethod
    def of(cls, values: Sequence[tuple[float, ...]]) -> "Moments":
        """Return the sums of some rows."""
        columns = list(zip(*values, strict=True))
        products = (
            sum(a * b for a, b in zip(columns[row], columns[column], strict=True))
            for row, column in _pairs(len(columns))
        )
        return cls(len(values), tuple(map(sum, columns)), tuple(products))

    def __add__(self, other: "Moments") -> "Moments":
        return self._with(other, 1)

    def __sub__(self, other: "Moments") -> "Moments":
        return self._with(other, -1)

    def _with(self, other: "Moments", sign: int) -> "Moments":
        sums = tuple(a + sign * b for a, b in zip(self.sums, other.sums, strict=True))
        products = tuple(a + sign * b for a, b in zip(self.products, other.products, strict=True))
        return Moments(self.n + sign * other.n, sums, products)

    def correlations(self) -> list[list[float]]:
        """Return Pearson's r of every pair; 0 where one of them never varies."""
        size = len(self.sums)
        spread = [[0.0] * size for _ in range(size)]
        for (row, column), product in zip(_pairs(size), self.products, strict=True):
            spread[row][column] = product - self.sums[row] * self.sums[column] / self.n
        found = [[1.0] * size for _ in range(size)]
        for row, column in _pairs(size):
            if row != column:
                whole = spread[row][row] * spread[column][column]
                r = spread[row][column] / sqrt(whole) if whole > _TINY else 0.0
                found[row][column] = found[column][row] = min(1.0, max(-1.0, r))
        return found


_TINY = 1e-9  # squares of marks of 0-100 below it are rounding


def _pairs(size: int) -> Iterator[tuple[int, int]]:
    return ((row, column) for row in range(size) for column in range(row + 1))


def _refusal(whole: Moments, used: Sequence[int]) -> Refusal | None:
    if not used:
        return Refusal.NO_MARKS
    return Refusal.SAME_OUTCOME if whole.products[0] - whole.sums[0] ** 2 / whole.n <= _TINY else None


def _gains(moments: Moments) -> list[float]:
    return contributions(shrunken(moments.correlations(), moments.n)[0])


def _shares(gains: Sequence[float]) -> list[float]:
    """Return the parts of the whole; all equal where nothing is explained."""
    whole = sum(gains)
    return [gain / whole if whole else 1 / len(gains) for gain in gains]


def _margins(without: Sequence[Sequence[float]]) -> list[float]:
    """Return half the interval of each share, from the shares without each group."""
    found = []
    for column in zip(*without, strict=True):
        middle = sum(column) / GROUPS
        variance = (GROUPS - 1) / GROUPS * sum((one - middle) ** 2 for one in column)
        found.append(student(GROUPS - 1) * sqrt(variance))
    return found


def _mean(values: Sequence[float]) -> Estimate:
    found = mean(n=len(values), total=sum(values), squares=sum(one**2 for one in values), scale=SCALE)
    assert found
    return found


def _quadrant(is_important: bool, is_good: bool) -> Quadrant:
    if is_important:
        return Quadrant.KEEP if is_good else Quadrant.FIX
    return Quadrant.ENOUGH if is_good else Quadrant.WATCH


def _explained(matrix: Matrix, marks: Sequence[int]) -> float:
    """Return R² of these marks: z·z of L z = r, with L the Cholesky factor of their correlations."""
    lower: list[list[float]] = []
    z: list[float] = []
    for place, row in enumerate(marks):
        line: list[float] = []
        for before in range(place):
            known = sum(a * b for a, b in zip(line, lower[before], strict=False))
            line.append((matrix[row][marks[before]] - known) / lower[before][before])
        line.append(sqrt(matrix[row][row] - sum(one**2 for one in line)))
        lower.append(line)
        z.append((matrix[0][row] - sum(a * b for a, b in zip(line, z, strict=False))) / line[-1])
    return sum(one**2 for one in z)
