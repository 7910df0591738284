"""Reading tasks."""

import uuid
from collections.abc import Collection

from django.db.models import QuerySet

from accounts.organizations.models import Employee
from journeys.playbooks.models import Task


def tasks() -> QuerySet[Task]:
    """Return every task with whom it is for and about, the most urgent first."""
    return Task.objects.select_related("client", "contact", "owner").order_by("due_on", "id")


def open_tasks(*, owner: Employee | None = None) -> QuerySet[Task]:
    """Return what is still to be done, by one person or by anybody, the most urgent first."""
    rows = tasks().filter(done_at=None, skipped_at=None)
    return rows.filter(owner=owner) if owner else rows


def clients_of_tasks(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whom each task is for: for the audit trail, whose readers need not know what was promised."""
    return dict(Task.objects.filter(pk__in=ids, client__isnull=False).values_list("pk", "client__name"))
