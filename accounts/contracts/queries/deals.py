"""Reading contracts, what was booked, outcomes and rates, as pages list them."""

import uuid
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.clients.models import ClientFacts, Position
from accounts.contracts.models import Contract, ExchangeRate, Outcome, OutcomeKind, RevenueEntry


def contracts(*, client_id: uuid.UUID | None = None) -> QuerySet[Contract]:
    """Return the contracts (of one client), the latest first, with those who signed them."""
    rows = Contract.objects.filter(removed_at=None).select_related("client", "signed_by").order_by("-starts_on", "-id")
    return rows.filter(client=client_id) if client_id else rows


def running_contracts() -> QuerySet[Contract]:
    """Return the contracts of which nobody has said how they ended, the first one first."""
    return Contract.objects.filter(removed_at=None, ended_with="").order_by("starts_on", "id")


def entries(*, client_id: uuid.UUID | None = None) -> QuerySet[RevenueEntry]:
    """Return what was booked (for one client), the latest first, with its contracts."""
    rows = RevenueEntry.objects.select_related("client", "contract").order_by("-day", "-id")
    return rows.filter(client=client_id) if client_id else rows


def outcomes(*, client_id: uuid.UUID | None = None) -> QuerySet[Outcome]:
    """Return how relations (or one) went on, the latest first, with contracts and who wrote it down."""
    rows = Outcome.objects.filter(removed_at=None).select_related("client", "contract", "by").order_by("-day", "-id")
    return rows.filter(client=client_id) if client_id else rows


def lost_clients() -> set[uuid.UUID]:
    """Return the clients who have left and did not return: nothing runs with them, and their last word was a loss."""
    return set(losses().values_list("client_id", flat=True))


def losses() -> QuerySet[Outcome]:
    """Return the last word of each client who has left, as `lost_clients` counts them."""
    kinds = (OutcomeKind.LOST, OutcomeKind.RETURNED)
    last = outcomes().filter(kind__in=kinds).order_by("client_id", "-day", "-id").distinct("client_id")
    running = Exists(running_contracts().filter(client=OuterRef("client_id")).order_by())
    return Outcome.objects.filter(~running, pk__in=last.select_related(None).values("pk"), kind=OutcomeKind.LOST)


def signers(*, client_id: uuid.UUID) -> QuerySet[Position]:
    """Return who works or has worked at the client, by name: old contracts were signed by people who have left."""
    rows = Position.objects.filter(client=client_id, contact__erased_at=None)
    return rows.select_related("contact").order_by("contact__sort_name", "id")


def renewals(*, until: date) -> QuerySet[Contract]:
    """Return the contracts to be renewed until the day, overdue ones too, of clients in use, for pages by renewal_on."""
    facts = Prefetch("client__facts", queryset=ClientFacts.objects.all(), to_attr="known_facts")
    rows = running_contracts().filter(renewal_on__lte=until, client__archived_at=None, client__merged_into=None)
    return rows.select_related("client", "client__manager").prefetch_related(facts).order_by("renewal_on", "id")


def exchange_rates(*, base: str) -> QuerySet[ExchangeRate]:
    """Return what other currencies are worth in `base`, the newest first."""
    return ExchangeRate.objects.filter(base=base).order_by("-day", "-id")
