"""Reading clients, segments and tags."""

import uuid

from django.db.models import Q, QuerySet

from accounts.clients.models import Client, ClientFacts, ClientTeamMember, Segment, Tag
from accounts.web.text import sort_key


def clients() -> QuerySet[Client]:
    """Return the clients that are neither archived nor merged, by name."""
    return Client.objects.filter(archived_at=None, merged_into=None).order_by("sort_name", "id")


def known_clients() -> QuerySet[Client]:
    """Return every client with those who answer for it: archived ones too, because their story can still be read."""
    return Client.objects.filter(merged_into=None).select_related("segment", "manager", "sponsor")


def segments(*, besides: uuid.UUID | None = None) -> QuerySet[Segment]:
    """Return the segments in use, by name, and `besides`, which a form's row names now though it may be archived."""
    return Segment.objects.filter(Q(archived_at=None) | Q(pk=besides)).order_by("name", "id")


def twins_of(*, name: str, domain: str, besides: uuid.UUID | None = None) -> list[Client]:
    """Return up to three clients that may be the same one: of the same name but for capital letters, or of the same domain.

    Archived ones too: bringing one back is better than a second one.
    """
    alike = Q(sort_name=sort_key(name)) | Q(domain=domain) if domain else Q(sort_name=sort_key(name))
    return list(Client.objects.filter(alike, merged_into=None).exclude(pk=besides).order_by("sort_name", "id")[:3])


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
