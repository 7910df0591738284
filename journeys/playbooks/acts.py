"""What the audit trail says about tasks and playbooks."""

from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.audit.registry import Act
from journeys.playbooks import queries

ACTS = {
    "task.added": Act(_("Task added"), _("{who} added a task for {what}")),
    "task.changed": Act(_("Task changed"), _("{who} changed a task for {what}")),
    "task.done": Act(_("Task done"), _("{who} did a task for {what}")),
    "task.skipped": Act(_("Task skipped"), _("{who} skipped a task for {what}")),
    "playbook.created": Act(_("Playbook written"), _("{who} wrote the playbook {what}")),
    "playbook.changed": Act(_("Playbook changed"), _("{who} changed the playbook {what}")),
    "playbook.published": Act(_("Playbook published"), _("{who} published the playbook {what}")),
    "playbook.switched_off": Act(_("Playbook switched off"), _("{who} switched off the playbook {what}")),
    "playbook.archived": Act(_("Playbook archived"), _("{who} archived the playbook {what}")),
    "playbook.started": Act(_("Playbook began"), _("{who} began the playbook {what}")),
    "playbook.paused": Act(_("Run of a playbook paused"), _("{who} paused the playbook {what}")),
    "playbook.resumed": Act(_("Run of a playbook resumed"), _("{who} let the playbook {what} go on")),
    "playbook.step_skipped": Act(_("Step of a playbook skipped"), _("{who} skipped a step of the playbook {what}")),
    "playbook.ended": Act(_("Playbook ended"), _("{who} ended the playbook {what}")),
}
NAMES = {
    "journeys.task": queries.clients_of_tasks,
    "journeys.playbook": queries.playbook_names,
    "journeys.playbookrun": queries.run_names,
}


def register() -> None:
    """Teach the audit trail these acts and names."""
    registry.register(acts=ACTS, names=NAMES)
