"""Keeping in mind which forms were sent, for a day."""

import uuid
from datetime import datetime, timedelta

from accounts.jobs import actions as jobs
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.web.models import SentForm

QUEUE = "forget_sent_forms"
KEPT = timedelta(days=1)
BATCH = 1000


def take(*, digest: bytes, now: datetime) -> SentForm | None:
    """Take the form for this request and return its row, or None when another request has taken it.

    Waits for a request that has taken it and is still running: None means that it has succeeded, because the row of one
    that failed, or whose process died, is rolled back with everything it wrote.
    """
    row = SentForm(digest=digest, sent_at=now)
    SentForm.objects.bulk_create([row], ignore_conflicts=True)
    return SentForm.objects.filter(pk=row.pk).first()


def request_forgetting(*, now: datetime) -> None:
    """Ask for it in every active organization: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=QUEUE, subject_id=organization_id, now=now)


def forget(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Delete what is older than a day, a batch at a time; the rest in a transaction of its own."""
    old = SentForm.objects.filter(sent_at__lt=now - KEPT).order_by("sent_at")
    ids = list(old.values_list("pk", flat=True)[:BATCH])
    SentForm.objects.filter(pk__in=ids).delete()
    if len(ids) == BATCH:
        jobs.enqueue(queue=QUEUE, subject_id=current_organization_id(), now=now)
