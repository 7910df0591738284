"""How clients stand today, as far as their money goes: one row a client, from the facts that lists use."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Subquery

from accounts.clients.enums import Asking
from accounts.clients.models import ClientFacts, ClientState, Position
from accounts.contracts import queries as contracts
from feedback.insights.models import HouseDay
from feedback.insights.money import Standing


def standings(*, now: datetime, today: date, manager_id: uuid.UUID | None = None) -> list[Standing]:
    """Return how every current client stands that has not left, by two statements however many there are.

    With `manager_id` only the clients that this employee answers for.
    """
    rows = ClientFacts.objects.filter(state=ClientState.CURRENT).exclude(client__in=contracts.lost_clients())
    if manager_id:
        rows = rows.filter(manager_id=manager_id)
    columns = (
        "client_id",
        "revenue",
        "mood",
        "last_heard_at",
        "roles_heard",
        "renewal_on",
        "segment_id",
        "rhythm_days",
    )
    return [standing_of(row, now=now, today=today) for row in rows.values_list(*columns, named=True)]


def standing_of(row: Any, *, now: datetime, today: date) -> Standing:
    """Return how a client stands, by its facts."""
    return Standing(
        client_id=row.client_id,
        revenue=None if row.revenue is None else Decimal(row.revenue),
        index=row.mood,
        silent_days=None if row.last_heard_at is None else (now - row.last_heard_at).days,
        roles_heard=row.roles_heard,
        renewal_in=None if row.renewal_on is None else (row.renewal_on - today).days,
        segment_id=row.segment_id,
        rhythm_days=row.rhythm_days,
    )


def facts_of(client_ids: list[uuid.UUID]) -> dict[uuid.UUID, Any]:
    """Return the facts of these clients, with the clients and who answers for them.

    `next_name` is who is to be asked next; None where nobody is, or who was has left or wants to be asked no more. One query.
    """
    there = Position.objects.filter(left_on=None, contact__erased_at=None).exclude(contact__asking=Asking.NEVER)
    next_one = there.filter(client=OuterRef("client"), contact=OuterRef("next_contact_id")).values("contact__name")
    rows = ClientFacts.objects.filter(client__in=client_ids).select_related("client__manager")
    rows = rows.annotate(next_name=Subquery(next_one[:1]))
    return {row.client_id: row for row in rows}


def house_days(*, since: date) -> list[HouseDay]:
    """Return how the house stood on the days that are kept, from a day on, the oldest first."""
    return list(HouseDay.objects.filter(day__gte=since).order_by("day"))


def at_risk_before(days: Sequence[HouseDay], day: date) -> int | None:
    """Return the money that was at risk at the end of a day, or of the last one before it within a week; None: not counted.

    Of days that are read already, the oldest first.
    """
    known = [row.at_risk for row in days if day - timedelta(days=7) < row.day <= day and row.at_risk is not None]
    return known[-1] if known else None
