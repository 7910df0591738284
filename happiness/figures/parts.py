"""A part of the house: all of its clients, or those of one manager, from facts that were read once for all parts.

The indices are those of `feedback.happiness_index`, which asks the database for each of them; these ask nothing.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from accounts.clients.enums import BuyerRole, Stage
from accounts.clients.models import ClientFacts, ClientState
from accounts.contracts import queries as contracts
from feedback.happiness_index import queries as happiness_index
from feedback.happiness_index.queries import GroupIndex
from feedback.insights import queries as insights
from feedback.insights.money import Standing
from happiness.figures.house import MOVERS, RoleHeard, StageMood

COLUMNS = (
    *(
        "client_id",
        "organization_id",
        "manager_id",
        "segment_id",
        "sort_name",
        "stage",
        "mood",
        "sealed_mood",
        "mood_change",
    ),
    *("revenue", "renewal_on", "last_heard_at", "rhythm_days", "roles_heard"),
    *("lacks_economic", "lacks_technical", "lacks_end_user"),
)


@dataclass(frozen=True)
class Part:
    """Some of the current clients, by their facts; each of them also has `name`, `manager_name` and `is_lost`."""

    rows: Sequence[Any]
    fewest: int  # clients behind a number

    def of(self, manager_id: uuid.UUID | None) -> "Part":
        """Return the part of one manager; None is everybody's."""
        return (
            self
            if manager_id is None
            else Part([row for row in self.rows if row.manager_id == manager_id], self.fewest)
        )

    @property
    def of_nobody(self) -> Sequence[Any]:
        """The clients that nobody answers for."""
        return [row for row in self.rows if row.manager_id is None]

    @cached_property
    def by_id(self) -> Mapping[uuid.UUID, Any]:
        return {row.client_id: row for row in self.rows}

    @cached_property
    def index(self) -> GroupIndex:
        return happiness_index.of_rows(self.rows, fewest=self.fewest)

    @cached_property
    def stages(self) -> Sequence[StageMood]:
        """Every stage in the order of the journey, also those that nobody is in."""
        found: dict[str, list[Any]] = {stage.value: [] for stage in Stage}
        for row in self.rows:
            found.setdefault(row.stage, []).append(row)
        return [StageMood(one, happiness_index.of_rows(found[one.value], fewest=self.fewest)) for one in Stage]

    @cached_property
    def heard(self) -> Sequence[RoleHeard]:
        lacking = {role: sum(getattr(row, f"lacks_{role}") for row in self.rows) for role in BuyerRole.values}
        return [RoleHeard(role, len(self.rows) - lacks, len(self.rows)) for role, lacks in lacking.items()]

    @cached_property
    def up(self) -> Sequence[Any]:
        """The clients that rose most."""
        rows = [row for row in self.rows if (row.mood_change or 0) > 0]
        return sorted(rows, key=lambda row: (-row.mood_change, row.sort_name))[:MOVERS]

    @cached_property
    def down(self) -> Sequence[Any]:
        """The clients that fell most."""
        rows = [row for row in self.rows if (row.mood_change or 0) < 0]
        return sorted(rows, key=lambda row: (row.mood_change, row.sort_name))[:MOVERS]

    def standings(self, *, now: datetime, today: date) -> list[Standing]:
        """Return how each client stands that has not left."""
        return [insights.standing_of(row, now=now, today=today) for row in self.rows if not row.is_lost]


def whole(*, fewest: int) -> Part:
    """Return the whole house: one statement, of as many rows as there are current clients."""
    left = ExpressionWrapper(Q(client__in=contracts.losses().values("client_id")), output_field=BooleanField())
    names = {"name": F("client__name"), "manager_name": F("client__manager__name"), "is_lost": left}
    rows = ClientFacts.objects.filter(state=ClientState.CURRENT)
    return Part(list(rows.only(*COLUMNS).annotate(**names)), fewest)
