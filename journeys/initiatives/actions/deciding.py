"""A plan's way: proposed, approved, in progress, finished or stopped. Each step is taken once, and told by an event."""

from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from journeys.initiatives.actions.counting import measure
from journeys.initiatives.actions.planning import give, tasks_of
from journeys.initiatives.models import Initiative, State
from journeys.playbooks import actions as playbooks


class NotApproved(RuntimeError):
    """Nobody has approved the plan yet."""


class NotOpen(RuntimeError):
    """The plan has ended."""


@transaction.atomic
def approve(*, initiative: Initiative, by: Employee, now: datetime, origin: Origin = Origin.LIVE) -> Initiative:
    """Approve a proposal; publishes initiative.approved. What was approved already is returned as it is. Raises NotOpen."""
    row = _lock(initiative)
    if not row.is_open:
        raise NotOpen
    if row.state == State.PROPOSED:
        before = audit.snapshot(row)
        row.state, row.approved_by, row.approved_at = State.APPROVED, by, now
        row.save(update_fields=["state", "approved_by", "approved_at"])
        audit.record(action="initiative.approved", subject=row, by=by, now=now, before=before)
        _publish(kinds.INITIATIVE_APPROVED, row, by=by, now=now, origin=origin)
    return row


@transaction.atomic
def start(*, initiative: Initiative, by: Employee, now: datetime, origin: Origin = Origin.LIVE) -> Initiative:
    """Begin the plan: from now on the figures are "after", and its steps are tasks. Publishes initiative.started.

    Twice is once. Raises NotApproved and NotOpen.
    """
    row = _lock(initiative)
    if not row.is_open:
        raise NotOpen
    if row.state == State.PROPOSED:
        raise NotApproved
    if row.state == State.APPROVED:
        before = audit.snapshot(row)
        row.state, row.started_at = State.RUNNING, now
        row.save(update_fields=["state", "started_at"])
        audit.record(action="initiative.started", subject=row, by=by, now=now, before=before)
        measure(row, now=now)
        for step in row.steps.filter(done_at=None).select_related("owner"):
            give(step, now=now)
        _publish(kinds.INITIATIVE_STARTED, row, by=by, now=now, origin=origin)
    return row


@transaction.atomic
def finish(
    *, initiative: Initiative, outcome: str, by: Employee, now: datetime, origin: Origin = Origin.LIVE
) -> Initiative:
    """End a plan that was begun; publishes initiative.ended. Twice is once. Raises NotApproved and NotOpen."""
    row = _lock(initiative)
    if row.state == State.FINISHED:
        return row
    if row.state != State.RUNNING:
        raise NotApproved if row.is_open else NotOpen
    return _end(row, State.FINISHED, outcome, by=by, now=now, origin=origin)


@transaction.atomic
def stop(*, initiative: Initiative, why: str, by: Employee, now: datetime, origin: Origin = Origin.LIVE) -> Initiative:
    """End a plan before it is done, and say why; publishes initiative.ended. Twice is once. Raises NotOpen."""
    row = _lock(initiative)
    if row.state == State.STOPPED:
        return row
    if not row.is_open:
        raise NotOpen
    return _end(row, State.STOPPED, why, by=by, now=now, origin=origin)


def _lock(initiative: Initiative) -> Initiative:
    row: Initiative = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    return row


def _end(row: Initiative, state: State, outcome: str, *, by: Employee, now: datetime, origin: Origin) -> Initiative:
    """What is still to be done for it is no longer to be done."""
    before = audit.snapshot(row)
    measure(row, now=now)
    row.state, row.outcome, row.ended_at = state, outcome, now
    row.save(update_fields=["state", "outcome", "ended_at"])
    audit.record(action=f"initiative.{state}", subject=row, by=by, now=now, before=before)
    for task in tasks_of(list(row.steps.all())):
        playbooks.skip_task(task=task, by=by, now=now)
    _publish(kinds.INITIATIVE_ENDED, row, by=by, now=now, origin=origin)
    return row


def _publish(kind: kinds.Kind, row: Initiative, *, by: Employee, now: datetime, origin: Origin) -> None:
    fact = events.Fact(
        kind=kind,
        happened_at=now,
        actor_id=by.pk,
        payload={"initiative_id": row.pk, "name": row.name, "state": str(row.state)},
        dedupe_key=f"{kind.name}:{row.pk}",
        origin=origin,
    )
    events.publish(fact, now=now)
