"""Reading clients, segments and tags."""

import uuid
from collections.abc import Collection

from django.db.models import QuerySet

from accounts.clients.models import Client, Segment, Tag


def clients() -> QuerySet[Client]:
    """Return the clients that are neither archived nor merged, by name."""
    return Client.objects.current().order_by("sort_name", "id")


def known_clients() -> QuerySet[Client]:
    """Return every client with those who answer for it: archived ones too, because their story can still be read."""
    return Client.objects.filter(merged_into=None).select_related("segment", "manager", "sponsor")


def segments() -> QuerySet[Segment]:
    """Return the segments in use, by name."""
    return Segment.objects.filter(archived_at=None).order_by("name", "id")


def client_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these clients, archived ones too: for the audit trail and for events."""
    return dict(Client.objects.filter(pk__in=ids).values_list("pk", "name"))


def segment_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these segments, archived ones too: for the audit trail."""
    return dict(Segment.objects.filter(pk__in=ids).values_list("pk", "name"))


def tag_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these tags: for the audit trail."""
    return dict(Tag.objects.filter(pk__in=ids).values_list("pk", "name"))
