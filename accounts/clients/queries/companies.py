"""Reading clients, segments and tags."""

import uuid
from typing import Any

from django.db.models import QuerySet

from accounts.clients.models import Client, ClientFacts, ClientTeamMember, Contact, CustomField, Segment, Tag


def clients() -> QuerySet[Client]:
    """Return the clients that are neither archived nor merged, by name."""
    return Client.objects.current().order_by("sort_name", "id")


def known_clients() -> QuerySet[Client]:
    """Return every client with those who answer for it: archived ones too, because their story can still be read."""
    return Client.objects.filter(merged_into=None).select_related("segment", "manager", "sponsor")


def segments() -> QuerySet[Segment]:
    """Return the segments in use, by name."""
    return Segment.objects.filter(archived_at=None).order_by("name", "id")


def facts(*, client_id: uuid.UUID) -> ClientFacts:
    """Return what lists know about the client; raise DoesNotExist for a client that was never registered."""
    row: ClientFacts = ClientFacts.objects.get(client=client_id)
    return row


def present_team(*, client_id: uuid.UUID) -> QuerySet[ClientTeamMember]:
    """Return who of us works for the client now, by name."""
    rows = ClientTeamMember.objects.filter(client=client_id, ended_on=None)
    return rows.select_related("employee").order_by("employee__name", "id")


def tags_of(*, client_id: uuid.UUID) -> QuerySet[Tag]:
    """Return the client's tags, by name."""
    return Tag.objects.filter(client_links__client=client_id).order_by("name")


def custom_values(row: Client | Contact) -> list[tuple[CustomField, Any]]:
    """Return the organization's own fields that the row has a value for, in their order."""
    subject = CustomField.Subject.CLIENT if isinstance(row, Client) else CustomField.Subject.CONTACT
    fields = CustomField.objects.filter(subject=subject, archived_at=None).order_by("position", "id")
    return [(field, row.custom[field.key]) for field in fields if row.custom.get(field.key) not in {None, ""}]
