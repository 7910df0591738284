"""Reading tasks."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.organizations.models import Employee
from journeys.playbooks import script
from journeys.playbooks.models import RunStep, Task


def tasks() -> QuerySet[Task]:
    """Return every task with whom it is for and about, the most urgent first."""
    return Task.objects.select_related("client", "contact", "owner").order_by("due_on", "id")


def open_tasks(*, owner: Employee) -> QuerySet[Task]:
    """Return what the person still has to do, the most urgent first."""
    return tasks().filter(owner=owner, done_at=None, skipped_at=None)


def clients_of_tasks(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whom each task is for: for the audit trail, whose readers need not know what was promised."""
    return dict(Task.objects.filter(pk__in=ids, client__isnull=False).values_list("pk", "client__name"))


@dataclass(frozen=True, slots=True)
class Checklist:
    """What a playbook's task consists of: (number, line, whether it is done)."""

    run_id: uuid.UUID
    playbook: str
    lines: list[tuple[int, str, bool]]


def checklists_of(found: Collection[Task]) -> dict[uuid.UUID, Checklist]:
    """Return of each task that a playbook has given which one it is, and what the task consists of."""
    steps = RunStep.objects.filter(task__in=[task.pk for task in found]).select_related("run__playbook", "run__version")
    return {step.task_id: _checklist(step) for step in steps}


def _checklist(step: RunStep) -> Checklist:
    told = script.read(step.run.version.content).steps[step.number - 1]
    lines = [(number, line, number in step.ticked) for number, line in enumerate(told.checklist)]
    return Checklist(step.run_id, step.run.playbook.name, lines)
