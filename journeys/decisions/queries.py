"""What waits for whom, and who may see it."""

import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.tokens import Claim
from journeys.decisions.models import LIMIT, Decision, DecisionLimit

OPEN = Q(answered_at=None, withdrawn_at=None)
LINK_LASTS = timedelta(days=14)  # after the day until which it was to be answered


def decisions(*, reader: Employee) -> QuerySet[Decision]:
    """Return what was asked of this person, or by them."""
    rows = Decision.objects.filter(Q(asked_of=reader) | Q(asked_by=reader))
    return rows.select_related("client", "asked_of", "asked_by", "delegate")


def waiting(*, employee: Employee, now: datetime, limit: int) -> list[Decision]:
    """Return what this person still has to decide: what is late by `now` first, then the most money, then the nearest day."""
    rows = Decision.objects.filter(OPEN, asked_of=employee).select_related("client", "asked_by")
    today = now.date()
    found = sorted(rows.order_by("due_on", "id"), key=lambda one: (one.due_on >= today, -(one.amount or 0), one.due_on))
    return found[:limit]


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


def limit() -> Decimal:
    """Return above which money of the organization's currency a decision asks for a sign-in."""
    amount = DecisionLimit.objects.values_list("amount", flat=True).first()
    return LIMIT if amount is None else amount


def needs_sign_in(decision: Decision) -> bool:
    """Tell whether so much money is at stake that the link alone decides nothing."""
    return bool(decision.amount and decision.amount > limit())


def of_claim(claim: Claim) -> Decision | None:
    """Return the decision that a reader's link opens, with its organization; None for a wrong or revoked link."""
    rows = Decision.objects.select_related("organization", "client", "asked_of", "asked_by", "delegate")
    return rows.filter(pk=claim.row_id, token_digest=claim.digest).first()


def is_over(decision: Decision, *, now: datetime) -> bool:
    """Tell whether the link decides nothing any more: too late, taken back, or its reader works here no longer."""
    is_late = now.date() > decision.due_on + LINK_LASTS
    works_here = organizations.current_memberships(now=now).filter(employee=decision.asked_of, employee__left_at=None)
    return decision.withdrawn_at is not None or is_late or not works_here.exists()


def questions(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the questions of these decisions: for the audit trail."""
    return dict(Decision.objects.filter(pk__in=ids).values_list("pk", "question"))


def told(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Decision]:
    """Return these decisions by id: for the timeline."""
    return {row.pk: row for row in Decision.objects.filter(pk__in=ids)}
