"""How rows are called now: for the audit trail."""

import uuid
from collections.abc import Collection

from accounts.contracts.models import Contract, ExchangeRate, Outcome, RevenueEntry


def titles_of_contracts(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return what each contract is about: for the audit trail."""
    return dict(Contract.objects.filter(pk__in=ids).values_list("pk", "title"))


def clients_of_outcomes(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whose outcome it is: for the audit trail."""
    return dict(Outcome.objects.filter(pk__in=ids).values_list("pk", "client__name"))


def clients_of_entries(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return for whom it was booked: for the audit trail."""
    return dict(RevenueEntry.objects.filter(pk__in=ids).values_list("pk", "client__name"))


def currencies_of_rates(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return which currency each rate is of: for the audit trail."""
    return dict(ExchangeRate.objects.filter(pk__in=ids).values_list("pk", "currency"))
