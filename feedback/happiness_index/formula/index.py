"""From readings to the number."""

import math
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from feedback.happiness_index.formula.constants import ROLES, UNNAMED, Formula, confidence_of

MOST = 1000  # tenths of a point
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One mood, 0-100. Readings of one `root` replace each other; `replaced_at` is when this one stopped to count."""

    id: uuid.UUID
    value: int
    role: str
    happened_at: datetime
    half_life_days: int = 90
    weight: float = 1.0
    known_at: datetime | None = None  # None: at once
    replaced_at: datetime | None = None
    root: str = ""
    confidential: bool = False
    kind: str = ""  # whose half-life a version may change; "": the reading's own counts


@dataclass(frozen=True, slots=True)
class Contribution:
    """By how many points one reading moves the index away from the baseline, and how much of it is left by now (0-1)."""

    reading_id: uuid.UUID
    role: str
    points: Decimal
    freshness: float


@dataclass(frozen=True, slots=True)
class RoleMood:
    """How one role feels: its mood, the standard deviation of that, its share of the index (0-1), what it rests on."""

    mood: Decimal
    deviation: float
    share: float
    readings: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Index:
    """`value` is `baseline` and all contributions, to the tenth; None is unknown, and then there is no interval either."""

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    confidence: str
    baseline: Decimal
    roles: Mapping[str, RoleMood]
    contributions: tuple[Contribution, ...]

    @property
    def heard(self) -> tuple[str, ...]:
        """The buyer roles that were heard within the window."""
        return tuple(role for role in ROLES if role in self.roles)

    @property
    def is_one_sided(self) -> bool:
        """Tell whether one role alone was heard: what it says is not what the client says."""
        return len(self.heard) == 1


def known(readings: Iterable[Reading], at: datetime) -> list[Reading]:
    """Return the readings that counted at this moment, as it was known then."""
    return [
        one
        for one in readings
        if (one.known_at is None or one.known_at <= at) and (one.replaced_at is None or one.replaced_at > at)
    ]


def index_of(
    readings: Iterable[Reading], *, now: datetime, baseline: Decimal, weights: Mapping[str, int], formula: Formula
) -> Index:
    """Return the index of these readings at `now`; those of the future, and those older than the window, count for nothing.

    Every role has a mean over its readings, each by its weight, halved with every half-life since; the baseline stands among
    them with the weight `prior_strength`. The index is the mean of the roles heard by `weights`. So a reading moves it by
    share x weight x (value - baseline) / (prior_strength + the role's weights): contributions add up, and each is rounded so
    that they add up to the tenth as well (largest remainder).

    The interval is that of a normal mean: the spread seen inside every role, mixed with `reading_spread`, over its weights;
    a role that was not heard may differ from the others by `role_spread`, and widens the interval by its full weight.
    """
    edge = now - timedelta(days=formula.window_days)
    counted = sorted(
        (one for one in readings if edge < one.happened_at <= now), key=lambda one: (one.happened_at, one.id)
    )
    if not counted:
        return Index(None, None, None, "", baseline, {}, ())
    by_role: dict[str, list[Reading]] = defaultdict(list)
    for one in counted:
        by_role[one.role].append(one)
    lives = formula.half_lives
    fresh = {
        one.id: 2 ** (-((now - one.happened_at) / DAY) / lives.get(one.kind, one.half_life_days)) for one in counted
    }
    shares = _shares(by_role, weights, formula)
    roles = {role: _role(rows, fresh, float(baseline), shares[role], formula) for role, rows in by_role.items()}
    exact = []
    for one in counted:
        total = formula.prior_strength + math.fsum(row.weight * fresh[row.id] for row in by_role[one.role])
        pull = shares[one.role] * one.weight * fresh[one.id] / total
        exact.append(pull * (one.value - float(baseline)) * 10)
    start = int(baseline * 10)
    value = min(max(_rounded(math.fsum([start, *exact])), 0), MOST)
    points = largest_remainder(exact, value - start)
    half = formula.interval * _deviation(roles, weights, formula)
    return Index(
        value=_points(value),
        low=_points(max(_rounded(value - half * 10), 0)),
        high=_points(min(_rounded(value + half * 10), MOST)),
        confidence=confidence_of(half, formula),
        baseline=baseline,
        roles={role: roles[role] for role in (*ROLES, UNNAMED) if role in roles},
        contributions=tuple(
            Contribution(one.id, one.role, _points(number), fresh[one.id])
            for one, number in zip(counted, points, strict=True)
        ),
    )


def largest_remainder(exact: Sequence[float], total: int) -> list[int]:
    """Return whole numbers near these that add up to `total`: rounded down, and what is missing goes to the largest rests."""
    whole = [math.floor(one) for one in exact]
    order = sorted(range(len(exact)), key=lambda place: (whole[place] - exact[place], place))
    missing = total - sum(whole)
    for number in range(abs(missing)):
        if missing > 0:
            whole[order[number % len(order)]] += 1
        else:
            whole[order[-1 - number % len(order)]] -= 1
    return whole


def _shares(heard: Iterable[str], weights: Mapping[str, int], formula: Formula) -> dict[str, float]:
    """Return the share of every role heard; roles that should count for nothing count alike where nobody else was heard."""
    wanted = {role: weights.get(role, formula.unnamed_weight) for role in sorted(heard)}
    total = sum(wanted.values())
    return {role: weight / total if total else 1 / len(wanted) for role, weight in wanted.items()}


def _role(
    rows: Sequence[Reading], fresh: Mapping[uuid.UUID, float], baseline: float, share: float, formula: Formula
) -> RoleMood:
    weights = [one.weight * fresh[one.id] for one in rows]
    total, prior = math.fsum(weights), formula.prior_strength
    pairs = list(zip(weights, rows, strict=True))
    said = math.fsum(weight * one.value for weight, one in pairs)
    mood = (prior * baseline + said) / (prior + total)
    seen = math.fsum(weight * (one.value - said / total) ** 2 for weight, one in pairs)
    spread = (formula.spread_strength * formula.reading_spread**2 + seen) / (formula.spread_strength + total)
    return RoleMood(
        mood=_points(min(max(_rounded(mood * 10), 0), MOST)),
        deviation=math.sqrt(spread / (prior + total)),
        share=share,
        readings=len(rows),
        last_at=rows[-1].happened_at,
    )


def _deviation(roles: Mapping[str, RoleMood], weights: Mapping[str, int], formula: Formula) -> float:
    heard = math.fsum((one.share * one.deviation) ** 2 for one in roles.values())
    unheard = math.fsum(
        (weight / 100 * formula.role_spread) ** 2 for role, weight in sorted(weights.items()) if role not in roles
    )
    return math.sqrt(heard + unheard)


def _rounded(tenths: float) -> int:
    return math.floor(tenths + 0.5)


def _points(tenths: int) -> Decimal:
    return Decimal(tenths).scaleb(-1)
