"""Who carries cases, who decides about them, when they work, and how much waits for them."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.clients import queries as clients
from accounts.clients.models import Client
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.organizations.roles import LEADERSHIP, Right, has_right, roles_with
from accounts.tenancy.registry import Seat
from feedback.alerts import queries as alerts
from feedback.alerts.models import Alert, AlertAct
from feedback.interactions.models import Visibility
from feedback.interactions.queries.talks import MANAGERS
from feedback.invitations import queries as invitations
from feedback.invitations.fatigue import free_at
from journeys.cases import sla
from journeys.cases.models import Case, CaseSettings, Sort, State
from journeys.cases.queries.reading import readable
from journeys.cases.sla import Terms, Worker

WHO = {Visibility.MANAGERS: MANAGERS, Visibility.LEADERSHIP: LEADERSHIP}


def may_carry(*, visibility: str, now: datetime) -> list[Employee]:
    """Return who may carry a case of this circle of readers: those who sign in, may write, and may read it."""
    roles = WHO.get(Visibility(visibility), frozenset(roles_with(Right.LOG_CONTACTS)))
    rows = organizations.current_memberships(now=now).filter(role__in=roles, employee__left_at=None)
    return [row.employee for row in rows.order_by("employee__name", "pk")]


def carrier_of(client: Client, *, visibility: str, now: datetime) -> Employee:
    """Return who carries a new case: the client's manager, else its sponsor, else whoever has run the house longest.

    What is told in confidence goes only to those who may read it.
    """
    able = may_carry(visibility=visibility, now=now)
    ids = [one.pk for one in able]
    for wanted in (client.manager_id, client.sponsor_id):
        if wanted in ids:
            return able[ids.index(wanted)]
    longest = [one for one in organizations.who_can_invite(now=now) if one.pk in ids]
    return (longest or able)[0]


def colleagues(client: Client) -> dict[uuid.UUID, tuple[Employee, bool]]:
    """Return everybody who works here, and whether they work for the client."""
    team = {one.employee_id for one in clients.present_team(client_id=client.pk)} | {client.manager_id}
    return {one.pk: (one, one.pk in team) for one in organizations.active_employees()}


def approvers(*, now: datetime) -> list[Employee]:
    """Return who decides about what is above the limit: the top management."""
    return organizations.top_management(now=now)


def may_ask_from(case: Case, *, now: datetime) -> datetime | None:
    """Return from when on the person of the case may be asked something: None when at once."""
    if case.contact is None:
        return None
    country = case.contact.country or case.client.country
    limits = invitations.calm_rules()
    calm = invitations.calm_for(limits, role=case.role, segment_id=case.client.segment_id, country=country)
    free = free_at(invitations.touches([case.contact.pk])[case.contact.pk], is_relation=False, calm=calm)
    return free if free and free > now else None


def terms(row: CaseSettings) -> Terms:
    """Return the organization's hours for each step."""
    return Terms(row.accept_hours, row.contact_hours, row.fix_hours, row.confirm_hours)


def worker_of(employee: Employee) -> Worker:
    """Return when and where the person works."""
    return sla.Worker(organizations.work_week(employee), organizations.place(employee))


def waiting(*, seat: Seat) -> QuerySet[Any]:
    """Return the signals that wait for one of us: complaints that are on our side, and alerts that nobody has taken.

    What waits for the client, or stands still for a reason, is not among them; nor is what the reader may not know of.
    """
    ours = Case.objects.filter(readable(role=seat.role, employee_id=seat.employee_id), sort=Sort.COMPLAINT, pause="")
    found = ours.filter(state__in=(State.HEARD, State.ACCEPTED, State.CONTACTED)).values("pk")
    if has_right(seat.role, Right.SEE_ALERTS):
        untaken = Alert.objects.filter(alerts.readable(role=seat.role), ended_at=None, case_id=None)
        untaken = untaken.exclude(acts__what=AlertAct.What.ACKNOWLEDGED)
        found = found.union(untaken.values("pk"), all=True)
    return found
