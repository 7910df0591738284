"""Which weights of roles the organization's own outcomes speak for. Plain Python.

A role tells the more, the more reliably those who left stood lower with it than those who stayed: of all pairs of one that
ended badly and one that did not the share in which it did, less the share in which it did not (Somers' D; R. Somers, American
Sociological Review 27:6, 1962). Few outcomes tell little, so what they say is mixed with the present weights as if these
rested on thirty outcomes (shrinkage towards a prior, as everywhere in these insights).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

SHOWN, TENTATIVE = 30, 20  # outcomes from which on weights are suggested, and suggested as tentative
FEWEST_EACH = 5  # outcomes of either sort, in all and of a role
PRIOR = 30  # outcomes that the present weights count like
TWO_ROLES = 2  # one alone has nothing to be weighed against


class Refusal(StrEnum):
    """Why nothing is suggested."""

    TOO_FEW = "too_few"
    TOO_FEW_BAD = "too_few_bad"
    TOO_FEW_GOOD = "too_few_good"
    TOO_FEW_ROLES = "too_few_roles"  # fewer than two were heard often enough
    UNRELATED = "unrelated"  # no role stood lower with those who left


@dataclass(frozen=True, slots=True)
class Judged:
    """How a relation went on, and the mood of every role that was heard, as it was shown some time before."""

    is_bad: bool
    roles: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class RoleEvidence:
    """What outcomes say of a role: how many, and D from -1 to 1; None where too few know of it, and its weight stays."""

    role: str
    n: int
    order: float | None
    present: int
    suggested: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Weights that make 100, by role, or why there are none. `n` outcomes know of at least one role."""

    n: int
    bad: int
    refusal: Refusal | None = None
    roles: tuple[RoleEvidence, ...] = ()

    @property
    def is_tentative(self) -> bool:
        """Tell whether another dozen of outcomes may turn it."""
        return self.n < SHOWN

    @property
    def weights(self) -> dict[str, int]:
        return {one.role: one.suggested for one in self.roles}

    @property
    def is_new(self) -> bool:
        """Tell whether anything would change."""
        return any(one.suggested != one.present for one in self.roles)


def suggest(outcomes: Sequence[Judged], *, present: Mapping[str, int]) -> Suggestion:
    """Return the weights that own outcomes speak for, beside the present ones (of 100).

    With D at least 0 for each role known from enough outcomes, S their sum, B what these roles weigh together now, and m the
    number of outcomes of the one known from fewest: weight = (m x D / S x B + 30 x present) / (m + 30), in whole numbers by the
    largest remainder. One role gains only what others give up; one that is not known keeps its weight.
    """
    heard = [one for one in outcomes if one.roles]
    bad = sum(one.is_bad for one in heard)
    n = len(heard)
    refusal = _refusal(n, bad)
    if refusal:
        return Suggestion(n, bad, refusal)
    of_role = {role: [one for one in heard if role in one.roles] for role in present}
    orders = {role: order(rows, role) for role, rows in of_role.items()}
    known = {role: max(one, 0.0) for role, one in orders.items() if one is not None}
    if len(known) < TWO_ROLES:
        return Suggestion(n, bad, Refusal.TOO_FEW_ROLES)
    total = sum(known.values())
    if not total:
        return Suggestion(n, bad, Refusal.UNRELATED)
    m, shared = min(len(of_role[role]) for role in known), sum(present[role] for role in known)
    exact = {
        role: (m * known[role] / total * shared + PRIOR * weight) / (m + PRIOR) if role in known else float(weight)
        for role, weight in present.items()
    }
    whole = _whole(exact)
    rows = tuple(RoleEvidence(role, len(of_role[role]), orders[role], present[role], whole[role]) for role in present)
    return Suggestion(n, bad, None, rows)


def order(rows: Sequence[Judged], role: str) -> float | None:
    """Return Somers' D of the role: 1 where everybody who left stood lower, 0 where it is chance; None on too few of a sort."""
    bad = [one.roles[role] for one in rows if one.is_bad]
    good = [one.roles[role] for one in rows if not one.is_bad]
    if min(len(bad), len(good)) < FEWEST_EACH:
        return None
    return sum((x < y) - (x > y) for x in bad for y in good) / (len(bad) * len(good))


def _refusal(n: int, bad: int) -> Refusal | None:
    if n < TENTATIVE:
        return Refusal.TOO_FEW
    if bad < FEWEST_EACH:
        return Refusal.TOO_FEW_BAD
    return Refusal.TOO_FEW_GOOD if n - bad < FEWEST_EACH else None


def _whole(exact: Mapping[str, float]) -> dict[str, int]:
    """Return whole numbers near these that make 100: cut, and what is missing goes to the largest rests."""
    whole = {role: math.floor(one) for role, one in exact.items()}
    rests = sorted(exact, key=lambda role: (whole[role] - exact[role], role))
    for role in rests[: 100 - sum(whole.values())]:
        whole[role] += 1
    return whole
