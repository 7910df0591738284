"""Who stands on the rungs of an alert's ladder, and by whose clock it climbs."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import Q

from accounts import clock
from accounts.organizations import queries as organizations
from accounts.organizations.models import Department, Employee, Organization
from accounts.tokens import Claim
from accounts.worktime import NeverOpen, work_later
from feedback.alerts.models import Alert, AlertNotice, Rung, Snooze


def people_of(alert: Alert, *, up_to: int, now: datetime) -> dict[Rung, list[Employee]]:
    """Return who stands on each rung up to this one; of a sealed alert the top alone, which may read it."""
    top = leaders(now=now)
    owner = alert.owner if alert.owner and alert.owner.left_at is None else None
    if alert.sealed:
        return {Rung.TOP: top}
    found: dict[Rung, list[Employee]] = {Rung.OWNER: [owner] if owner else []}
    if up_to >= Rung.HEAD:
        head = _head_of(owner)
        found[Rung.HEAD] = [head] if head else []
    if up_to >= Rung.TOP and alert.wakes_top:
        found[Rung.TOP] = top
    return found


def leaders(*, now: datetime) -> list[Employee]:
    """Return who may read what was confided, at the organization's time."""
    return organizations.top_management(now=now - clock.offset())


def _head_of(owner: Employee | None) -> Employee | None:
    """Return who leads the department of the owner, unless that is the owner or has left."""
    if owner is None or owner.department_id is None:
        return None
    department = Department.objects.select_related("lead").get(pk=owner.department_id)
    lead = department.lead
    return lead if lead and lead.pk != owner.pk and lead.left_at is None else None


def due_after(hours: int, *, of: Alert, since: datetime) -> datetime:
    """Return when so many hours have been worked by the owner of the alert, or by the house where it has none.

    Where nobody works for years, hours are hours.
    """
    row: Employee | Organization = of.owner or Organization.objects.get()
    week, place = organizations.work_week(row), organizations.place(row)
    try:
        return work_later(since, amount=timedelta(hours=hours), week=week, place=place)
    except NeverOpen:
        return since + timedelta(hours=hours)


def snoozing(alert: Alert, employees: Collection[uuid.UUID], *, now: datetime) -> set[uuid.UUID]:
    """Return who of these people wants no letters of this alert now."""
    of_it = Q(alert=alert) | Q(rule=alert.rule_id)
    if alert.client_id:
        of_it |= Q(client=alert.client_id)
    rows = Snooze.objects.filter(of_it, employee__in=employees, until__gt=now)
    return set(rows.values_list("employee", flat=True))


def waiting_notices(employee_id: uuid.UUID, *, now: datetime) -> list[AlertNotice]:
    """Return what is to be told to this person by now, oldest first."""
    rows = AlertNotice.objects.filter(employee=employee_id, email_id=None, dropped_at=None, send_at__lte=now)
    rows = rows.select_related(
        "alert__rule", "alert__client", "alert__segment", "alert__touchpoint", "alert__owner", "employee"
    )
    return list(rows.order_by("created_at", "id"))


def notice_of(claim: Claim) -> AlertNotice | None:
    """Return whose link it is, and of which alert; None for one that was revoked or never was."""
    rows = AlertNotice.objects.filter(pk=claim.row_id, token_digest=claim.digest)
    return rows.select_related(
        "employee",
        "organization",
        *("alert__rule", "alert__client", "alert__segment", "alert__touchpoint", "alert__owner"),
    ).first()


def is_link_open(notice: AlertNotice, *, now: datetime) -> bool:
    """Tell whether the link still acts: in its time, for somebody who is here, and who may read what was confided."""
    if notice.expires_at <= now or notice.employee.left_at:
        return False
    return not notice.alert.sealed or notice.employee_id in {one.pk for one in leaders(now=now)}


def snoozes_of(employee: Employee, *, now: datetime, alert: Alert | None = None) -> list[Snooze]:
    """Return about what this person wants no letters now; of those that concern the alert when it is named."""
    rows = Snooze.objects.filter(employee=employee, until__gt=now).select_related(
        "alert__client", "alert__rule", "client", "rule"
    )
    if alert:
        of_it = Q(alert=alert) | Q(rule=alert.rule_id)
        rows = rows.filter(of_it | Q(client=alert.client_id) if alert.client_id else of_it)
    return list(rows.order_by("until"))
