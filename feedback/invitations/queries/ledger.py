"""Reading the ledger: everything that was wanted, and what became of it."""

import uuid
from collections import defaultdict
from collections.abc import Collection

from django.db.models import QuerySet

from feedback.invitations.models import PlannedAsk, SendDecision


def planned_asks() -> QuerySet[PlannedAsk]:
    """Return the ledger: everything that was wanted, with whom it is about."""
    return PlannedAsk.objects.select_related("contact", "client", "survey", "asked_by", "invitation")


def ledger_of(*, contact_id: uuid.UUID) -> QuerySet[PlannedAsk]:
    """Return what was wanted of a person, and what became of it, the latest first."""
    return planned_asks().filter(contact=contact_id).order_by("-due_at", "-id")


def ledger_at(*, client_id: uuid.UUID) -> QuerySet[PlannedAsk]:
    """Return what was wanted of the people of a client, and what became of it, the latest first."""
    return planned_asks().filter(client=client_id).order_by("-due_at", "-id")


def decisions_of(asks: Collection[PlannedAsk]) -> dict[uuid.UUID, list[SendDecision]]:
    """Return what was decided about each of these, the first decision first."""
    found = defaultdict(list)
    rows = SendDecision.objects.filter(ask__in=[ask.pk for ask in asks]).select_related("by")
    for row in rows.order_by("decided_at", "pk"):
        found[row.ask_id].append(row)
    return found


def planned_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whom these planned questions are for, for the audit trail."""
    return dict(PlannedAsk.objects.filter(pk__in=ids).values_list("pk", "contact__name"))
