"""Writing plans and their steps. While a plan runs, each of its steps is a task of whoever does it."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.models import Employee
from journeys.initiatives.actions.counting import measure
from journeys.initiatives.models import Initiative, InitiativeStep, State
from journeys.playbooks import actions as playbooks
from journeys.playbooks.models import Task

ORIGIN = "initiative:"  # of the tasks of steps


@transaction.atomic
def create(*, initiative: Initiative, by: Employee, now: datetime) -> Initiative:
    """Write a plan down as a proposal, in the organization's currency, and measure how it stands now."""
    initiative.by, initiative.created_at, initiative.state = by, now, State.PROPOSED
    initiative.stamp()
    initiative.currency = initiative.organization.currency
    initiative.save()
    audit.record(action="initiative.proposed", subject=initiative, by=by, now=now, before=audit.NEW)
    measure(initiative, now=now)
    return initiative


@transaction.atomic
def save(*, initiative: Initiative, by: Employee, now: datetime, before: dict[str, Any]) -> Initiative:
    """Save a plan that was changed, and measure it anew, because its place may be another one."""
    initiative.save()
    audit.record(action="initiative.changed", subject=initiative, by=by, now=now, before=before)
    measure(initiative, now=now)
    return initiative


@transaction.atomic
def save_step(
    *, step: InitiativeStep, by: Employee, now: datetime, before: dict[str, Any] | None = None
) -> InitiativeStep:
    """Save a step that is new or was changed; where the plan runs, its task is given or follows."""
    is_new = step._state.adding
    step.save()
    audit.record(
        action="initiative.step_added" if is_new else "initiative.step_changed",
        subject=step,
        by=by,
        now=now,
        before=audit.NEW if is_new else before,
    )
    if step.initiative.state == State.RUNNING and step.done_at is None:
        give(step, now=now)
    return step


@transaction.atomic
def remove_step(*, step: InitiativeStep, by: Employee, now: datetime) -> None:
    """Take a step out of its plan, and its task with it. Twice is once."""
    for row in InitiativeStep.objects.select_for_update(of=("self",)).filter(pk=step.pk):
        for task in tasks_of([row]):
            playbooks.skip_task(task=task, by=by, now=now)
        audit.record(action="initiative.step_removed", subject=row.initiative, by=by, now=now)
        row.delete()


@transaction.atomic
def complete_step(*, step: InitiativeStep, by: Employee | None, now: datetime) -> None:
    """Note that a step is done, and end its task. Twice is once."""
    row = InitiativeStep.objects.select_for_update(of=("self",)).get(pk=step.pk)
    if row.done_at is None:
        before = audit.snapshot(row)
        row.done_at = now
        row.save(update_fields=["done_at"])
        audit.record(action="initiative.step_done", subject=row, by=by, now=now, before=before)
        for task in tasks_of([row]):
            playbooks.complete_task(task=task, by=by, now=now)


def give(step: InitiativeStep, *, now: datetime) -> None:
    """Put a step onto the day of whoever does it; a task that is there already is that of the step as it is now."""
    task = playbooks.bring_task(
        origin=f"{ORIGIN}{step.pk}", title=step.text, owner=step.owner, due_on=step.due_on, now=now
    )
    if (task.title, task.owner_id, task.due_on) != (step.text, step.owner_id, step.due_on):
        before = audit.snapshot(task)
        task.title, task.owner, task.due_on = step.text, step.owner, step.due_on
        task.save(update_fields=["title", "owner", "due_on"])
        audit.record(action="task.changed", subject=task, by=None, now=now, before=before)


def tasks_of(steps: list[InitiativeStep]) -> list[Task]:
    """Return the tasks that are still to be done for these steps."""
    origins = [f"{ORIGIN}{one.pk}" for one in steps]
    return list(Task.objects.filter(origin__in=origins, done_at=None, skipped_at=None))
