"""Forgetting what became of questions that were planned long ago."""

import uuid
from datetime import datetime, timedelta

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback.invitations.models import AskState, LinkOpen, PlannedAsk, SendDecision

OLD_ASKS = "old_asks"  # the queue
KEPT = timedelta(days=730)  # 24 months, as the page of the ledger says
BATCH = 200  # rows of one transaction


def request_forgetting(*, now: datetime) -> None:
    """Ask every active organization to forget what is old: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=OLD_ASKS, subject_id=organization_id, now=now)


def forget_old(_organization_ids: list[uuid.UUID], now: datetime) -> None:
    """Delete the next batch of questions that were over 24 months ago, and of decisions and clicks that old.

    What is still planned stays, however old. The ledger of work calls this, as often as it likes.
    """
    before = now + clock.offset() - KEPT
    over = PlannedAsk.objects.exclude(state=AskState.PLANNED).filter(due_at__lt=before)
    decisions = SendDecision.objects.filter(decided_at__lt=before)
    sizes = []
    for rows in (over, decisions, LinkOpen.objects.filter(opened_at__lt=before)):
        ids = list(rows.values_list("pk", flat=True)[:BATCH])
        rows.model.objects.filter(pk__in=ids).delete()
        sizes.append(len(ids))
    if BATCH in sizes:  # the rest in a transaction of its own
        jobs.enqueue(queue=OLD_ASKS, subject_id=current_organization_id(), now=now)
