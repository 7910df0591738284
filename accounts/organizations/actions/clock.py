"""Stepping the clock of a demo organization, so that delays and reminders happen before one's eyes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts.audit import actions as audit
from accounts.jobs.models import Job
from accounts.organizations.models import Employee, Organization

FARTHEST = timedelta(days=366)  # ahead of the real time


class NotADemo(RuntimeError):
    """Only a demo organization stands on another day."""


class TooFar(RuntimeError):
    """A year ahead is far enough."""


@transaction.atomic
def step_clock(*, organization: Organization, by: timedelta, employee: Employee | None, now: datetime) -> Organization:
    """Let the organization stand so much later: what waits there is due so much sooner. Nothing is done here.

    Raises NotADemo and TooFar. The clock of every other organization, and of the installation, stays as it is.
    """
    row = Organization.objects.select_for_update().get(pk=organization.pk)
    if not row.is_demo:
        raise NotADemo
    if row.clock_offset + by > FARTHEST:
        raise TooFar
    before = audit.snapshot(row)
    row.clock_offset += by
    row.save(update_fields=["clock_offset"])
    Job.objects.filter(organization_id=row.pk, leased_until=None).update(run_at=F("run_at") - by)
    audit.record(action="organization.clock_stepped", subject=row, by=employee, now=now, before=before)
    return row
