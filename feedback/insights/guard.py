"""What a table about people may show: no small group, and none that subtracting the others would give. Plain Python.

Cells are groups that together make up a whole whose figure is shown. Hiding only the small ones is not enough: the whole less
the shown cells is the figure of all hidden ones together. So the next smallest are hidden too, until what is hidden is two
groups at least, and as many answers as a group must have (secondary suppression, as statistical offices do it).
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from feedback.insights.formula import Estimate

Name = TypeVar("Name", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as a page may show it: with its number, hidden, or empty because nobody answered."""

    estimate: Estimate | None
    n: int
    least: int

    @property
    def is_hidden(self) -> bool:
        """Tell whether there are answers, and the number stays with us."""
        return self.estimate is None and self.n > 0

    @property
    def is_small(self) -> bool:
        """Tell whether it is hidden for its own sake; else it would give a small one away."""
        return self.n < self.least


def hidden(sizes: Mapping[Name, int], *, least: int) -> frozenset[Name]:
    """Return which cells to hide, by how many answers are in each; nothing when all have `least` or are empty."""
    found = {name for name, size in sizes.items() if 0 < size < least}
    if not found:
        return frozenset()
    for name in sorted((one for one, size in sizes.items() if size >= least), key=lambda one: sizes[one]):
        if len(found) > 1 and sum(sizes[one] for one in found) >= least:
            break
        found.add(name)
    return frozenset(found)


def shown(estimates: Mapping[Name, Estimate | None], *, least: int) -> dict[Name, Shown]:
    """Return the cells of one whole as a page may show them."""
    sizes = {name: estimate.n if estimate else 0 for name, estimate in estimates.items()}
    kept = hidden(sizes, least=least)
    return {name: Shown(None if name in kept else estimate, sizes[name], least) for name, estimate in estimates.items()}


def alone(estimate: Estimate | None, *, least: int) -> Shown:
    """Return a figure that is no part of a shown whole."""
    return shown({"": estimate}, least=least)[""]
