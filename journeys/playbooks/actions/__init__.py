"""What can be done with tasks and playbooks, and what playbooks do by themselves."""

from journeys.playbooks.actions.daily import add_task, bring_task, complete_task, skip_task, tick
from journeys.playbooks.actions.editing import (
    NameTaken,
    NotReady,
    archive,
    create,
    install,
    pause_playbook,
    publish,
    save,
    save_script,
)
from journeys.playbooks.actions.running import work_off
from journeys.playbooks.actions.starting import (
    AlreadyRuns,
    NotOn,
    Why,
    WrongSubject,
    start_by_hand,
    start_for_event,
    start_for_rule,
)
from journeys.playbooks.actions.steering import StepIsOver, know_case, note_talk, pause, resume, skip, stop
from journeys.playbooks.actions.waking import RUNS, wake

__all__ = [
    "RUNS",
    "AlreadyRuns",
    "NameTaken",
    "NotOn",
    "NotReady",
    "StepIsOver",
    "Why",
    "WrongSubject",
    "add_task",
    "archive",
    "bring_task",
    "complete_task",
    "create",
    "install",
    "know_case",
    "note_talk",
    "pause",
    "pause_playbook",
    "publish",
    "resume",
    "save",
    "save_script",
    "skip",
    "skip_task",
    "start_by_hand",
    "start_for_event",
    "start_for_rule",
    "stop",
    "tick",
    "wake",
    "work_off",
]
