"""Setting how often and when people are asked."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts import clock
from accounts.audit import actions as audit
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from accounts.tenancy.context import current_organization_id
from feedback.invitations.actions.planning import reconsider
from feedback.invitations.models import AskState, CalmRule, PlannedAsk

CALM_CHANGES = "calm_changes"  # the queue
BATCH = 200  # planned questions of one transaction


class CalmTwice(RuntimeError):
    """There are limits for the same people already."""


@transaction.atomic
def save_calm(*, rule: CalmRule, by: Employee, now: datetime, before: dict[str, Any] | None) -> None:
    """Save limits; `before` is the audit snapshot from before the form, None for new ones. Raises CalmTwice.

    Everything that is planned finds its moment anew, in a moment, by the ledger of work.
    """
    try:
        with transaction.atomic():
            rule.save()
    except IntegrityError as error:
        raise CalmTwice from error
    if audit.record(action="calm_rule.set", subject=rule, by=by, now=now, before=before or audit.NEW):
        _plan_anew()


@transaction.atomic
def drop_calm(*, rule: CalmRule, by: Employee, now: datetime) -> bool:
    """Drop limits, so that wider ones count for these people again. False when somebody has done so before."""
    row = CalmRule.objects.select_for_update().filter(pk=rule.pk).first()
    if row is None:
        return False
    audit.record(action="calm_rule.dropped", subject=row, by=by, now=now)
    row.delete()
    _plan_anew()
    return True


def plan_anew(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Let the next batch of planned questions find its moment, behind the one that the subject names.

    The organization's own id names none. The ledger of work calls this, as often as it likes.
    """
    for subject_id in subject_ids:
        rows = PlannedAsk.objects.filter(state=AskState.PLANNED).order_by("pk")
        if subject_id != current_organization_id():
            rows = rows.filter(pk__gt=subject_id)
        batch = list(rows[:BATCH])
        reconsider(batch, now=now + clock.offset())
        if len(batch) == BATCH:  # the rest in a transaction of its own
            jobs.enqueue(queue=CALM_CHANGES, subject_id=batch[-1].pk, now=now)


def _plan_anew() -> None:
    jobs.enqueue(queue=CALM_CHANGES, subject_id=current_organization_id(), now=clock.real_now())
