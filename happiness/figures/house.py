"""How the house stands: its index and what moved it, its stages, whom it hears, its money.

Each figure takes a constant number of queries, however many clients there are.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import sqrt
from typing import Any

from django.db.models import Case, Count, When

from accounts.clients.enums import BuyerRole, Stage
from accounts.clients.models import Client, ClientFacts, ClientState
from accounts.contracts import queries as contracts
from accounts.organizations.models import Organization
from accounts.web.mood import Mood, mood_of
from feedback.happiness_index import queries as happiness_index
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
class HouseMood:
    """The index of the house or of one manager's clients, the days before, and which clients moved it most."""

    index: GroupIndex
    days: Sequence[tuple[date, Decimal]]
    up: Sequence[ClientFacts]
    down: Sequence[ClientFacts]


@dataclass(frozen=True, slots=True)
class StageMood:
    """One stage: the index of the clients in it, and the mood of what was said in it month by month."""

    stage: Stage
    index: GroupIndex
    months: Sequence[Decimal]

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
    """Revenue at risk, all known revenue by mood, and the client at risk that decides first."""

    at_risk: AtRisk
    by_mood: Mapping[Mood | None, Decimal]
    next_client: Client | None
    next_in: int | None  # days, below zero when overdue


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


def mood(*, organization: Organization, now: datetime, manager_id: uuid.UUID | None = None) -> HouseMood:
    """Return how happy the clients are; one manager's have no curve, because who answers for whom changes."""
    rows = _facts(manager_id).select_related("client")
    return HouseMood(
        index=happiness_index.of_house(manager_id=manager_id),
        days=[] if manager_id else _days(organization, now),
        up=list(rows.filter(mood_change__gt=0).order_by("-mood_change", "sort_name")[:MOVERS]),
        down=list(rows.filter(mood_change__lt=0).order_by("mood_change", "sort_name")[:MOVERS]),
    )


def stages(*, organization: Organization, now: datetime, manager_id: uuid.UUID | None = None) -> list[StageMood]:
    """Return every stage in the order of the journey, also those that nobody is in."""
    found = happiness_index.by_stage(manager_id=manager_id)
    months = {} if manager_id else _months(organization, now)
    return [
        StageMood(stage, found.get(stage.value, happiness_index.NOTHING), months.get(stage.value, []))
        for stage in Stage
    ]


def heard(*, manager_id: uuid.UUID | None = None) -> list[RoleHeard]:
    """Return at how many clients each buyer role is heard as its target wants."""
    sums = {role: Count(Case(When(**{f"lacks_{role}": False}, then=1))) for role in BuyerRole.values}
    found = _facts(manager_id).aggregate(clients=Count("pk"), **sums)
    return [RoleHeard(role, found[role], found["clients"]) for role in BuyerRole.values]


def standings(*, organization: Organization, now: datetime, manager_id: uuid.UUID | None = None) -> list[Standing]:
    """Return how every client stands, for the figures below; the page of money counts from the same."""
    today = contracts.house_day(organization, now)
    return insights.standings(now=now, today=today, manager_id=manager_id)


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
        next_client=Client.objects.get(pk=first.client_id) if first else None,
        next_in=first.renewal_in if first else None,
    )


def attention(standings: Sequence[Standing], *, by_money: bool, size: int, now: datetime) -> list[Attention]:
    """Return the clients that need somebody, the likeliest loss first, or the most money first.

    A constant number of queries, whatever `size` is.
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


def _facts(manager_id: uuid.UUID | None):
    rows = ClientFacts.objects.filter(state=ClientState.CURRENT)
    return rows.filter(manager_id=manager_id) if manager_id else rows


def _days(organization: Organization, now: datetime) -> list[tuple[date, Decimal]]:
    since = contracts.house_day(organization, now) - CURVE
    means = (
        (row.day, row.index(fewest=organization.confidentiality_group)) for row in insights.house_days(since=since)
    )
    return [(day, mean) for day, mean in means if mean is not None]


def _months(organization: Organization, now: datetime) -> dict[str, list[Decimal]]:
    today = contracts.house_day(organization, now)
    first = (today.replace(day=1) - timedelta(days=30 * MONTHS)).replace(day=1)
    found: dict[str, list[Decimal]] = {}
    for cell in rollups.monthly(
        since=first, until=today.replace(day=1), fewest=organization.confidentiality_group, by=("stage",)
    ):
        if cell.mean is not None:
            found.setdefault(cell.stage, []).append(cell.mean)
    return found
