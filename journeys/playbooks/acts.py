"""What the audit trail says about tasks."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from journeys.playbooks import queries

ACTS = {
    "task.added": Act(_("Task added"), _("{who} added a task for {what}")),
    "task.done": Act(_("Task done"), _("{who} did a task for {what}")),
    "task.skipped": Act(_("Task skipped"), _("{who} skipped a task for {what}")),
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names={"journeys.task": queries.clients_of_tasks})
