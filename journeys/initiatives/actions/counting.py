"""Measuring plans: their figures are counted by a worker, so that pages read a few columns."""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from journeys.initiatives import queries
from journeys.initiatives.models import Initiative

FIGURES = "initiative_figures"  # the queue
SOON = timedelta(minutes=1)


def request_counts(*, now: datetime) -> None:
    """Let every active organization measure its plans: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=FIGURES, subject_id=organization_id, now=now)


def count_soon(*, now: datetime) -> None:
    """Let the plans be measured within a minute: once, however much is changed meanwhile."""
    real = now - clock.offset()
    jobs.enqueue(queue=FIGURES, subject_id=current_organization_id(), now=real, run_at=real + SOON)


@transaction.atomic
def count(_subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Measure every plan whose figures still change. The ledger calls this; twice is once."""
    own = now + clock.offset()
    for row in queries.measurable(now=own).order_by("pk"):
        measure(row, now=own)


def measure(row: Initiative, *, now: datetime) -> None:
    """Measure one plan, and keep what it comes to."""
    before, after = queries.measured(row, now=now)
    values = {
        **{f"before_{name}": getattr(before, name) for name in ("n", "total", "squares")},
        **{f"after_{name}": getattr(after, name) for name in ("n", "total", "squares")},
        "measured_at": now,
    }
    Initiative.objects.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
