"""Reading tasks."""

import uuid
from collections.abc import Collection

from django.db.models import QuerySet

from accounts.organizations.models import Employee
from journeys.playbooks.models import Task


def tasks() -> QuerySet[Task]:
    """Return every task with whom it is for and about, the most urgent first."""
    return Task.objects.select_related("client", "contact", "owner").order_by("due_on", "id")


def open_tasks(*, owner: Employee) -> QuerySet[Task]:
    """Return what the person still has to do, the most urgent first."""
    return tasks().filter(owner=owner, done_at=None, skipped_at=None)


def clients_of_tasks(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whom each task is for: for the audit trail, whose readers need not know what was promised."""
    return dict(Task.objects.filter(pk__in=ids, client__isnull=False).values_list("pk", "client__name"))
