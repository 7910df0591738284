"""Who is asked, and what is still asked about a subject."""

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts import clock
from accounts.clients.models import Client
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.organizations.roles import LEADERSHIP, Right, Role, roles_with
from journeys.decisions.models import Decision
from journeys.decisions.queries.reading import OPEN


def deciders(*, now: datetime) -> QuerySet[Employee]:
    """Return the people who can be asked, by name: who may answer on a page has a link, too."""
    open_to = organizations.current_memberships(now=now).filter(role__in=roles_with(Right.LOG_CONTACTS))
    return organizations.active_employees().filter(pk__in=open_to.values("employee"))


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
