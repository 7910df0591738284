"""The copy that lists filter and sort by: next renewal, and revenue of the last twelve months."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts import clock
from accounts.clients.models import ClientFacts
from accounts.contracts import queries
from accounts.contracts.revenue import last_year, revenue
from accounts.jobs import actions as jobs
from accounts.organizations.models import Organization
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids

QUEUE = "client_money"
BATCH = 1000
LARGEST = 2**63 - 1  # what the column holds; a larger sum is a slip in a rate, and unknown is honest then


@transaction.atomic
def recount(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Write the next renewal and the revenue of the last twelve months of these clients into their facts.

    Revenue is in whole units of the organization's currency (ROUND_HALF_EVEN), None where it is unknown. Constant queries.
    """
    # Who comes second waits here, and then reads what the first one has written.
    facts = list(ClientFacts.objects.select_for_update().filter(client__in=client_ids).order_by("id"))
    organization = Organization.objects.get()
    since, until = last_year(queries.house_day(organization, now))
    rates = queries.rates(base=organization.currency)
    renewals = queries.next_renewals(client_ids)
    booked, terms = queries.booked(client_ids, since=since), queries.terms(client_ids)
    changed = []
    for row in facts:
        found = revenue(booked[row.client_id], terms[row.client_id], rates=rates, since=since, until=until).rounded(0)
        brought = int(found) if found is not None and abs(found) <= LARGEST else None
        renewal_on = renewals.get(row.client_id)
        if (row.revenue, row.renewal_on) != (brought, renewal_on):
            row.revenue, row.renewal_on = brought, renewal_on
            changed.append(row)
    ClientFacts.objects.bulk_update(changed, ["revenue", "renewal_on"])


def request_recount(*, now: datetime) -> None:
    """Ask for all clients of the current organization, because a rate or the currency has changed."""
    jobs.enqueue(queue=QUEUE, subject_id=current_organization_id(), now=now)


def request_recounts(*, now: datetime) -> None:
    """Ask for it in every active organization, because a day has passed: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            request_recount(now=now)


def recount_all(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Recount every client, a thousand at a time. The ledger calls this in the organization's scope."""
    own, batch = now + clock.offset(), queries.clients_after(None, size=BATCH)
    while batch:
        recount(client_ids=batch, now=own)
        batch = queries.clients_after(batch[-1], size=BATCH)
