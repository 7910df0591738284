"""Reading clients, segments and tags."""

from django.db.models import QuerySet

from accounts.clients.models import Client, Segment


def clients() -> QuerySet[Client]:
    """Return the clients that are neither archived nor merged, by name."""
    return Client.objects.current().order_by("sort_name", "id")


def known_clients() -> QuerySet[Client]:
    """Return every client with those who answer for it: archived ones too, because their story can still be read."""
    return Client.objects.filter(merged_into=None).select_related("segment", "manager", "sponsor")


def segments() -> QuerySet[Segment]:
    """Return the segments in use, by name."""
    return Segment.objects.filter(archived_at=None).order_by("name", "id")
