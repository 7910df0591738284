"""Reading money as calculations take it: of many clients at once, with a constant number of queries."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Min

from accounts.clients.models import Client
from accounts.contracts.conversion import Rates
from accounts.contracts.models import Contract, ExchangeRate, Period, RevenueEntry
from accounts.contracts.queries.deals import running_contracts
from accounts.contracts.revenue import Entry, Term
from accounts.organizations.models import Organization


def house_day(organization: Organization, now: datetime) -> date:
    """Return the day that it is at the organization: sums of money are the same for all its readers."""
    return now.astimezone(ZoneInfo(organization.time_zone)).date()


def next_renewals(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, date]:
    """Return the first day on which each client decides; clients without such a day are left out."""
    rows = running_contracts().filter(client__in=client_ids, renewal_on__isnull=False)
    return dict(rows.order_by().values("client").annotate(first=Min("renewal_on")).values_list("client", "first"))


def booked(client_ids: Collection[uuid.UUID], *, since: date | None = None) -> dict[uuid.UUID, list[Entry]]:
    """Return what was booked for each client (since a day), as calculations take it."""
    rows = RevenueEntry.objects.filter(client__in=client_ids)
    if since:
        rows = rows.filter(day__gte=since)
    return _by_client(
        (client_id, Entry(day=day, amount=amount, currency=currency))
        for client_id, day, amount, currency in rows.values_list("client", "day", "amount", "currency")
    )


def terms(client_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Term]]:
    """Return the money of each client's contracts, as calculations take it."""
    columns = ("client", "amount", "currency", "period", "starts_on", "ends_on")
    rows = Contract.objects.filter(removed_at=None, client__in=client_ids).values_list(*columns)
    return _by_client(
        (client_id, Term(amount=amount, currency=currency, months=Period(period).months, starts_on=start, ends_on=end))
        for client_id, amount, currency, period, start, end in rows
    )


def _by_client(pairs: Iterable[tuple[uuid.UUID, Any]]) -> dict[uuid.UUID, list[Any]]:
    found: dict[uuid.UUID, list[Any]] = defaultdict(list)
    for client_id, one in pairs:
        found[client_id].append(one)
    return found


def rates(*, base: str) -> Rates:
    """Return all rates into `base`, as calculations take them."""
    return Rates(base, ExchangeRate.objects.filter(base=base).values_list("currency", "day", "rate"))


def clients_after(client_id: uuid.UUID | None, *, size: int) -> list[uuid.UUID]:
    """Return the ids of the next clients behind the given one, in the order of ids, or the first ones."""
    rows = Client.objects.order_by("id")
    return list((rows.filter(pk__gt=client_id) if client_id else rows).values_list("pk", flat=True)[:size])
