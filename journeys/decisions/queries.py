"""What waits for whom, and who may see it."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Case, F, Q, QuerySet, When

from accounts import clock
from accounts.clients.models import Client
from accounts.organizations import navigation
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.organizations.roles import LEADERSHIP, Right, Role, roles_with
from accounts.tenancy.registry import Seat
from accounts.tokens import Claim
from journeys.decisions.models import GIVE_NOTHING, LIMIT, OFFER_ABOVE, Decision, DecisionLimit

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


def offer_above() -> Decimal | None:
    """Return above which revenue of a client its complaints are offered to top management at once; None: none is."""
    row = DecisionLimit.objects.first()
    return row.offer_above if row else OFFER_ABOVE


def decider_of(client: Client | None, *, now: datetime, besides: Employee | None = None) -> Employee | None:
    """Return who of top management is asked about a client: its sponsor, else an executive, else an owner; the first by name.

    `besides` asks, and does not decide. None where nobody else is there. `now` is the organization's.
    """
    rows = organizations.current_memberships(now=now - clock.offset()).filter(
        role__in=LEADERSHIP, employee__left_at=None
    )
    rows = rows.exclude(employee=besides) if besides else rows
    found = [(row.role != Role.EXECUTIVE, row.employee.name, row.employee) for row in rows.select_related("employee")]
    people = [one for *_order, one in sorted(found, key=lambda each: (each[0], each[1], each[2].pk))]
    sponsor = next((one for one in people if client and one.pk == client.sponsor_id), None)
    return sponsor or next(iter(people), None)


def open_of(*origins: str) -> QuerySet[Decision]:
    """Return what is still to be decided about these subjects: an origin, or its beginning up to a colon."""
    wanted = Q(pk__in=[])
    for one in origins:
        wanted |= Q(origin__startswith=one) if one.endswith(":") else Q(origin=one)
    return Decision.objects.filter(OPEN, wanted).select_related("organization", "client", "asked_of", "asked_by")


def needs_sign_in(decision: Decision) -> bool:
    """Tell whether so much money may be given that the link alone decides nothing. Who calls is decided by it in any case."""
    gives = any(key not in GIVE_NOTHING for key, _words in decision.choices)
    return bool(gives and decision.amount and decision.amount > limit())


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
