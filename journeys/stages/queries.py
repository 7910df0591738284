"""Reading where clients and people stand."""

import uuid
from collections.abc import Collection

from django.db.models import QuerySet

from accounts.clients.models import Client, Contact
from journeys.stages.models import StageVisit


def visits(*, client: Client, contact: Contact | None = None) -> QuerySet[StageVisit]:
    """Return the stays of the client itself, or of one person there, the present one first."""
    return StageVisit.objects.filter(client=client, contact=contact).order_by("-entered_at", "-id")


def present_visit(*, client: Client, contact: Contact | None = None) -> StageVisit | None:
    """Return the stay that goes on, or None while nobody has said where the client (the person) stands."""
    return visits(client=client, contact=contact).filter(left_at=None).first()


def clients_of_visits(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whose stay it is: for the audit trail."""
    return dict(StageVisit.objects.filter(pk__in=ids).values_list("pk", "client__name"))
