"""How the house stands: its index and what moved it, its stages, whom it hears, its money.

Each figure takes a constant number of queries, however many clients there are.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import sqrt
from typing import Any

from accounts.clients.enums import Stage
from accounts.contracts import queries as contracts
from accounts.organizations.models import Organization
from accounts.web.mood import Mood, mood_of
from feedback.happiness_index.queries import Change, GroupIndex
from feedback.insights import money as calculations
from feedback.insights import queries as insights
from feedback.insights.formula import student
from feedback.insights.money import AtRisk, Level, Standing
from feedback.insights.queries import Low
from feedback.rollups import queries as rollups

CURVE = timedelta(days=182)  # what the overview's curve shows
MONTHS = 6  # of a stage's small curve
FAR = 10**6  # days: no renewal is near
MOVERS = 2  # clients that are named beside the number, each way


@dataclass(frozen=True, slots=True)
class StageMood:
    """One stage, and the index of the clients in it."""

    stage: Stage
    index: GroupIndex

    @property
    def clients(self) -> int:
        return self.index.clients + self.index.unknown


@dataclass(frozen=True, slots=True)
class RoleHeard:
    """At how many of the clients a buyer role is heard."""

    role: str
    heard: int
    clients: int


@dataclass(frozen=True, slots=True)
class HouseMoney:
    """Revenue at risk, all known revenue by mood, and how the client at risk stands that decides first."""

    at_risk: AtRisk
    by_mood: Mapping[Mood | None, Decimal]
    next: Standing | None


@dataclass(frozen=True, slots=True)
class Attention:
    """A client that needs somebody: how it stands, its facts with `next_name`, and what was said there last."""

    standing: Standing
    facts: Any
    low: Low | None


def is_real(change: Change) -> bool:
    """Tell whether a mean change is told from none at all, by Student's test of pairs at 95 %."""
    if change.clients < 2:  # noqa: PLR2004 one pair has no deviation
        return False
    return abs(float(change.points)) > student(change.clients - 1) * change.deviation / sqrt(change.clients)


def money(standings: Sequence[Standing]) -> HouseMoney:
    """Return what unhappiness may cost."""
    by_mood: dict[Mood | None, Decimal] = {}
    for one in standings:
        band = None if one.index is None else mood_of(one.index)
        by_mood[band] = by_mood.get(band, Decimal(0)) + (one.revenue or 0)
    deciding = [one for one in standings if one.causes and one.renewal_in is not None]
    first = min(deciding, key=lambda one: (one.renewal_in, one.client_id), default=None)
    return HouseMoney(
        at_risk=calculations.revenue_at_risk(standings),
        by_mood=by_mood,
        next=first,
    )


def attention(standings: Sequence[Standing], *, by_money: bool, size: int, now: datetime) -> list[Attention]:
    """Return the clients that need somebody, the likeliest loss first, or the most money first.

    Two queries, whatever `size` is.
    """
    chosen = first_of(standings, by_money=by_money, size=size)
    ids = [one.client_id for one in chosen]
    facts, lows = insights.facts_of(ids), insights.last_lows(ids, now=now)
    return [Attention(one, facts[one.client_id], lows.get(one.client_id)) for one in chosen if one.client_id in facts]


def first_of(standings: Sequence[Standing], *, by_money: bool, size: int) -> list[Standing]:
    """Return how the clients stand that need somebody first: the likeliest loss, or the most money."""
    urgency = {level: number for number, level in enumerate(Level)}
    if by_money:
        chosen = sorted(standings, key=lambda one: (-(one.revenue or 0), urgency[one.level], one.client_id))
    else:
        chosen = sorted(
            standings, key=lambda one: (urgency[one.level], _until(one), -(one.revenue or 0), one.client_id)
        )
    return [one for one in chosen if one.causes][:size]


def _until(one: Standing) -> int:
    return one.renewal_in if one.is_renewal_near and one.renewal_in is not None else FAR


def days(*, organization: Organization, now: datetime) -> list[tuple[date, Decimal]]:
    """Return the index of the house day by day, as far as its curve goes. One query."""
    since = contracts.house_day(organization, now) - CURVE
    means = (
        (row.day, row.index(fewest=organization.confidentiality_group)) for row in insights.house_days(since=since)
    )
    return [(day, mean) for day, mean in means if mean is not None]


def months(*, organization: Organization, now: datetime) -> dict[str, list[Decimal]]:
    """Return the mood of what was said in each stage, month by month. One query of a few rows."""
    today = contracts.house_day(organization, now)
    first = (today.replace(day=1) - timedelta(days=30 * MONTHS)).replace(day=1)
    found: dict[str, list[Decimal]] = {}
    for cell in rollups.monthly(
        since=first, until=today.replace(day=1), fewest=organization.confidentiality_group, by=("stage",)
    ):
        if cell.mean is not None:
            found.setdefault(cell.stage, []).append(cell.mean)
    return found
