"""What can be done with tasks: those of people, of events and of playbooks."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.models import Client, Contact
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from journeys.playbooks.actions.waking import wake
from journeys.playbooks.models import RunStep, StepState, Task


@transaction.atomic
def add_task(*, task: Task, by: Employee, now: datetime) -> None:
    """Save a task that somebody has written."""
    task.created_at = now
    task.save()
    audit.record(action="task.added", subject=task, by=by, now=now, before=audit.NEW)


@transaction.atomic
def bring_task(
    *,
    origin: str,
    title: str,
    owner: Employee,
    due_on: date,
    now: datetime,
    client: Client | None = None,
    contact: Contact | None = None,
) -> Task:
    """Return the task of this cause, made when there is none yet: an event that is told twice brings one task."""
    values = {"title": title, "owner": owner, "due_on": due_on, "client": client, "contact": contact}
    task, is_new = Task.objects.get_or_create(origin=origin, defaults={**values, "created_at": now})
    if is_new:
        audit.record(action="task.added", subject=task, by=None, now=now, before=audit.NEW)
    return task


@transaction.atomic
def complete_task(*, task: Task, by: Employee | None, now: datetime, origin: Origin = Origin.LIVE) -> None:
    """Note that the task is done, and publish task.done, unless it is about nobody and came from nowhere. Twice is once.

    What was skipped stays skipped.
    """
    _end(task, column="done_at", action="task.done", by=by, now=now, origin=origin)


@transaction.atomic
def skip_task(*, task: Task, by: Employee | None, now: datetime) -> None:
    """Note that the task is no longer to be done. Twice is once; what is done stays done."""
    _end(task, column="skipped_at", action="task.skipped", by=by, now=now)


@transaction.atomic
def tick(*, task: Task, ticked: Collection[int]) -> None:
    """Note which lines of the checklist are done, of a task that a playbook has given."""
    RunStep.objects.filter(task=task).update(ticked=sorted(ticked))


def _end(
    task: Task, *, column: str, action: str, by: Employee | None, now: datetime, origin: Origin = Origin.LIVE
) -> None:
    task = Task.objects.select_for_update().get(pk=task.pk)
    if task.done_at or task.skipped_at:
        return
    before = audit.snapshot(task)
    setattr(task, column, now)
    task.save(update_fields=[column])
    audit.record(action=action, subject=task, by=by, now=now, before=before)
    wake(RunStep.objects.filter(task=task, state=StepState.ACTIVE).values_list("run", flat=True))
    if column == "done_at" and (task.client_id or task.origin):
        fact = events.Fact(
            kind=kinds.TASK_DONE,
            client_id=task.client_id,
            contact_id=task.contact_id,
            actor_id=by.pk if by else None,
            happened_at=now,
            payload={"task_id": task.pk},
            dedupe_key=f"task.done:{task.pk}",
            origin=origin,
        )
        events.publish(fact, now=now)
