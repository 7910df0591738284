"""Pages of tasks and playbooks."""

from journeys.playbooks.views.daily import done, my_day, new_task, skipped, tick
from journeys.playbooks.views.editing import (
    add_step,
    edit_playbook,
    edit_step,
    install_playbook,
    move_step,
    new_playbook,
    remove_step,
)
from journeys.playbooks.views.listing import client_playbooks, playbook, playbook_list, run
from journeys.playbooks.views.running import pause_run, resume_run, skip_step, start_playbook, stop_run
from journeys.playbooks.views.switching import archive_playbook, pause_playbook, publish_playbook

__all__ = [
    "add_step",
    "archive_playbook",
    "client_playbooks",
    "done",
    "edit_playbook",
    "edit_step",
    "install_playbook",
    "move_step",
    "my_day",
    "new_playbook",
    "new_task",
    "pause_playbook",
    "pause_run",
    "playbook",
    "playbook_list",
    "publish_playbook",
    "remove_step",
    "resume_run",
    "run",
    "skip_step",
    "skipped",
    "start_playbook",
    "stop_run",
    "tick",
]
