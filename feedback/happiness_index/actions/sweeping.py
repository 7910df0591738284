"""Asking that every client be counted: once a day, because what was said fades; and when roles count otherwise."""

from datetime import datetime

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids

SWEEP = "index_sweep"


def request_counts(*, now: datetime) -> None:
    """Ask for all clients of every active organization: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=SWEEP, subject_id=organization_id, now=now)


def request_count(*, now: datetime) -> None:
    """Ask for all clients of the current organization, whose time `now` is."""
    jobs.enqueue(queue=SWEEP, subject_id=current_organization_id(), now=now - clock.offset())
