"""Copies of letters: where they are sent, and whose they are."""

import uuid
from collections.abc import Collection

from django.db.models import Count, QuerySet

from accounts.clients.models import Client, Contact
from accounts.clients.queries import clients, contacts
from accounts.organizations.models import Employee
from feedback.interactions.models import Interaction, LetterAddress


def letter_address() -> LetterAddress | None:
    """Return the organization's address for copies of letters, if it has one."""
    return LetterAddress.objects.first()


def drafts() -> QuerySet[Interaction]:
    """Return the letters of senders whom nobody knows, oldest first."""
    return Interaction.objects.filter(draft=True, removed_at=None).order_by("happened_at", "id")


def employee_of_address(address: str) -> Employee | None:
    """Return who of us writes from this address, if they work here still."""
    return Employee.objects.filter(email__iexact=address, left_at=None).first()


def people_of_addresses(addresses: Collection[str]) -> list[Contact]:
    """Return the people of clients to whom these addresses belong, by name."""
    return list(contacts().filter(emails__address__in=[one.lower() for one in addresses]).distinct())


def common_client(contact_ids: Collection[uuid.UUID]) -> Client | None:
    """Return the client at which all of these people work; None when there is none, or more than one."""
    rows = clients().filter(positions__contact__in=contact_ids, positions__left_on=None)
    shared = rows.annotate(known=Count("positions__contact", distinct=True)).filter(known=len(contact_ids))
    found = list(shared.order_by()[:2]) if contact_ids else []
    return found[0] if len(found) == 1 else None
