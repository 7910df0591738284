"""What waits for whom, and who may see it."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Case, F, Q, QuerySet, When

from accounts.organizations.models import Employee
from accounts.tenancy.registry import Seat
from journeys.decisions.models import Decision

OPEN = Q(answered_at=None, withdrawn_at=None)


def decisions(*, reader: Employee) -> QuerySet[Decision]:
    """Return what was asked of this person, or by them."""
    rows = Decision.objects.filter(Q(asked_of=reader) | Q(asked_by=reader))
    return rows.select_related("client", "asked_of", "asked_by", "delegate")


def waiting(people: Mapping[uuid.UUID, date]) -> QuerySet[Decision]:
    """Return what these people still have to decide: of each what is late first, then the most money, then the nearest day.

    `people` says which day it is for whom.
    """
    rows = Decision.objects.filter(OPEN, asked_of__in=people).select_related("client", "asked_by")
    late = [When(asked_of=person, due_on__lt=today, then=0) for person, today in people.items()]
    return rows.order_by(Case(*late, default=1), F("amount").desc(nulls_last=True), "due_on", "id")


def waiting_at(*, seat: Seat) -> QuerySet[Decision]:
    """Return the decisions that wait for the word of whoever sits there, for the number beside the page's name."""
    return Decision.objects.filter(OPEN, asked_of=seat.employee_id)


def open_by(*, employee: Employee) -> QuerySet[Decision]:
    """Return what this person has asked of others, and nobody has answered yet."""
    rows = Decision.objects.filter(OPEN, asked_by=employee).exclude(asked_of=employee)
    return rows.select_related("client", "asked_of").order_by("due_on", "id")


def ended(*, reader: Employee) -> QuerySet[Decision]:
    """Return what was decided or taken back, the newest question first."""
    return decisions(reader=reader).exclude(OPEN).order_by("-asked_at", "-id")


def late(*, today: date) -> QuerySet[Decision]:
    """Return what should have been decided before today, and whose reader was not reminded yet."""
    rows = Decision.objects.filter(OPEN, due_on__lt=today, reminded_at=None)
    return rows.select_related("asked_of", "client", "organization").order_by("id")


def told(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Decision]:
    """Return these decisions by id, for places that name them."""
    return {row.pk: row for row in Decision.objects.filter(pk__in=ids)}
