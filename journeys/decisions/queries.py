"""What waits for whom, and who may see it."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Q, QuerySet, When

from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.organizations.roles import Right, roles_with
from accounts.tenancy.registry import Seat
from accounts.tokens import Claim
from journeys.decisions.models import LIMIT, Decision, DecisionLimit

OPEN = Q(answered_at=None, withdrawn_at=None)
LINK_LASTS = timedelta(days=14)  # after the day until which it was to be answered


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


def deciders(*, now: datetime) -> QuerySet[Employee]:
    """Return the people who can be asked, by name: who may answer on a page has a link, too."""
    open_to = organizations.current_memberships(now=now).filter(role__in=roles_with(Right.LOG_CONTACTS))
    return organizations.active_employees().filter(pk__in=open_to.values("employee"))


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
    """Tell whether the link opens nothing any more: it is too old, or its reader works here no longer."""
    today = now.astimezone(ZoneInfo(decision.asked_of.time_zone)).date()
    is_late = today > decision.due_on + LINK_LASTS
    works_here = organizations.current_memberships(now=now).filter(employee=decision.asked_of, employee__left_at=None)
    return is_late or not works_here.exists()


def told(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Decision]:
    """Return these decisions by id, for places that name them."""
    return {row.pk: row for row in Decision.objects.filter(pk__in=ids)}
