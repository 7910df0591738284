"""Rulings: what a department owes until a day. Its lead is reminded; once the day has passed, top management hears of it."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts import clock
from accounts.audit import actions as audit
from accounts.contracts import queries as money
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.jobs import actions as jobs
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee, Organization
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from journeys.initiatives import letters, queries
from journeys.initiatives.models import Ruling

RULINGS = "rulings"  # the queue


class NotOwed(RuntimeError):
    """The ruling was kept or taken back before."""


@transaction.atomic
def make(*, ruling: Ruling, by: Employee, now: datetime, origin: Origin = Origin.LIVE) -> Ruling:
    """Rule what a department owes, and write to whoever answers for it; publishes ruling.made. A demo writes no letter."""
    ruling.by, ruling.made_at = by, now
    ruling.save()
    audit.record(action="ruling.made", subject=ruling, by=by, now=now, before=audit.NEW)
    if origin == Origin.LIVE and ruling.lead_id != by.pk:
        letters.tell_lead(ruling, is_reminder=False, now=now)
    _publish(kinds.RULING_MADE, ruling, by=by, now=now, origin=origin)
    return ruling


@transaction.atomic
def keep(*, ruling: Ruling, note: str, by: Employee, now: datetime, origin: Origin = Origin.LIVE) -> Ruling:
    """Note that the department has done what it owed; publishes ruling.kept. Twice is once. Raises NotOwed."""
    row, before = _lock(ruling)
    if row.dropped_at:
        raise NotOwed
    if row.kept_at is None:
        row.kept_at, row.note = now, note
        row.save(update_fields=["kept_at", "note"])
        audit.record(action="ruling.kept", subject=row, by=by, now=now, before=before)
        _publish(kinds.RULING_KEPT, row, by=by, now=now, origin=origin)
    return row


@transaction.atomic
def drop(*, ruling: Ruling, by: Employee, now: datetime) -> Ruling:
    """Take a ruling back. Twice is once. Raises NotOwed for one that was kept."""
    row, before = _lock(ruling)
    if row.kept_at:
        raise NotOwed
    if row.dropped_at is None:
        row.dropped_at = now
        row.save(update_fields=["dropped_at"])
        audit.record(action="ruling.dropped", subject=row, by=by, now=now, before=before)
    return row


def request_reminders(*, now: datetime) -> None:
    """Ask for it in every active organization: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=RULINGS, subject_id=organization_id, now=now)


@transaction.atomic
def remind(_subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Remind leads the day before, and tell top management of what is late; publishes ruling.late. Each once.

    Days are those of the organization. The ledger calls this.
    """
    real, own = now, now + clock.offset()
    today = money.house_day(Organization.objects.get(), own)
    for row in queries.to_be_told(today=today).select_for_update(of=("self",)):
        if row.due_on < today:
            row.reminded_at = row.reminded_at or own
            row.late_at = own
            for leader in organizations.top_management(now=real):
                letters.tell_leader(row, to=leader, now=own)
            _publish(kinds.RULING_LATE, row, by=None, now=own, origin=Origin.LIVE)
        else:
            row.reminded_at = own
        letters.tell_lead(row, is_reminder=True, now=own)
        row.save(update_fields=["reminded_at", "late_at"])


def _lock(ruling: Ruling) -> tuple[Ruling, dict[str, object]]:
    row = Ruling.objects.select_for_update(of=("self",)).select_related("case").get(pk=ruling.pk)
    return row, audit.snapshot(row)


def _publish(kind: kinds.Kind, row: Ruling, *, by: Employee | None, now: datetime, origin: Origin) -> None:
    payload: dict[str, object] = {"ruling_id": row.pk, "department_id": row.department_id, "due_on": row.due_on}
    if row.case:
        payload["case_id"] = row.case_id
    fact = events.Fact(
        kind=kind,
        happened_at=now,
        client_id=row.case.client_id if row.case else None,
        actor_id=by.pk if by else None,
        payload=payload,
        dedupe_key=f"{kind.name}:{row.pk}",
        origin=origin,
    )
    events.publish(fact, now=now)
