"""How clients stand today, as far as their money goes: one row a client, from the facts that lists use."""

import uuid
from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.clients.models import ClientFacts, ClientState
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
    columns = ("client_id", "revenue", "mood", "last_heard_at", "roles_heard", "renewal_on", "segment_id")
    return [
        Standing(
            client_id=client_id,
            revenue=None if revenue is None else Decimal(revenue),
            index=mood,
            silent_days=None if heard_at is None else (now - heard_at).days,
            roles_heard=roles_heard,
            renewal_in=None if renewal_on is None else (renewal_on - today).days,
            segment_id=segment_id,
        )
        for client_id, revenue, mood, heard_at, roles_heard, renewal_on, segment_id in rows.values_list(*columns)
    ]


def facts_of(client_ids: list[uuid.UUID]) -> dict[uuid.UUID, ClientFacts]:
    """Return the facts of these clients, with the clients and who answers for them."""
    rows = ClientFacts.objects.filter(client__in=client_ids).select_related("client__manager")
    return {row.client_id: row for row in rows}


def house_days(*, since: date) -> list[HouseDay]:
    """Return how the house stood on the days that are kept, from a day on, the oldest first."""
    return list(HouseDay.objects.filter(day__gte=since).order_by("day"))


def at_risk_before(day: date) -> int | None:
    """Return the money that was at risk at the end of a day, or of the last one before it within a week; None: not counted."""
    rows = HouseDay.objects.filter(day__lte=day, day__gt=day - timedelta(days=7), at_risk__isnull=False)
    return rows.order_by("-day").values_list("at_risk", flat=True).first()
