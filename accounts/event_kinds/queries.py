"""Reading the organization's own kinds of events, and what came of each."""

import uuid
from collections.abc import Collection

from django.db.models import F, OuterRef, QuerySet, Subquery

from accounts.events.models import CustomKind, Event

NEWEST = 10


def kinds() -> QuerySet[CustomKind]:
    """Return every kind, those in use first, then by name, each with the time of its newest event."""
    newest = Event.objects.filter(kind=OuterRef("name")).order_by("-happened_at", "-id")
    rows: QuerySet[CustomKind] = CustomKind.objects.annotate(last_event_at=Subquery(newest.values("happened_at")[:1]))
    return rows.order_by(F("archived_at").desc(nulls_first=True), "title", "id")


def newest_events(*, kind: CustomKind) -> QuerySet[Event]:
    """Return the few events of the kind that happened last."""
    return Event.objects.filter(kind=kind.name).order_by("-happened_at", "-id")[:NEWEST]


def has_events(*, kind: CustomKind) -> bool:
    """Tell whether an event of the kind was ever published: from then on its fields keep their names and types."""
    exists: bool = Event.objects.filter(kind=kind.name).exists()
    return exists


def named(name: str) -> CustomKind | None:
    """Return the kind of this name, an archived one too."""
    row: CustomKind | None = CustomKind.objects.filter(name=name).first()
    return row


def kind_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return how these kinds are called, archived ones too: for the audit trail."""
    return dict(CustomKind.objects.filter(pk__in=ids).values_list("pk", "title"))
