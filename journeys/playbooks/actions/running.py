"""A playbook at work: each run is looked at when something of it is due, and goes as far as it can.

A look is one transaction under the lock of the client, so that a stage that is left and a step that begins never cross. What it
wants from others (tasks, letters, questions) it asks for by a name of its own, so that a second look finds it done.
"""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients.models import Client
from accounts.events import actions as events
from accounts.events import kinds
from accounts.organizations.models import Employee
from feedback.invitations import actions as invitations
from feedback.invitations.models import AskState, PlannedAsk
from feedback.letters import actions as letters
from feedback.letters.models import LetterState, PlannedLetter
from journeys.playbooks import queries, script
from journeys.playbooks.actions import stepping
from journeys.playbooks.actions.daily import skip_task
from journeys.playbooks.actions.waking import wake
from journeys.playbooks.models import Ending, PlaybookRun, RunState, RunStep, Skip, StepState
from journeys.playbooks.script import Sort, Step

AFTER = timedelta(minutes=1)  # a letter or a question that is due is decided by then


def work_off(run_ids: list[uuid.UUID], now: datetime) -> None:
    """Let these runs go on. The ledger of work calls this, as often as it likes."""
    own = now + clock.offset()
    for run in locked_runs(run_ids):
        advance(run, now=own)


def locked_runs(run_ids: list[uuid.UUID]) -> list[PlaybookRun]:
    """Return these runs; nobody else changes them, or the stages of their clients, before this transaction ends."""
    clients = PlaybookRun.objects.filter(pk__in=run_ids).values("client")
    list(Client.objects.select_for_update(no_key=True).filter(pk__in=clients).order_by("pk"))
    runs = PlaybookRun.objects.select_for_update(of=["self"], no_key=True).filter(pk__in=run_ids)
    return list(runs.select_related("playbook__owner", "version", "client__manager", "contact", "visit").order_by("pk"))


def advance(run: PlaybookRun, *, now: datetime) -> None:
    """Take every step whose time has come; end the run when it is over."""
    if run.ended_at:
        return
    if ending := queries.endings([run]).get(run.pk):
        end(run, ending=ending, by=None, now=now)
        return
    if run.state == RunState.PAUSED:
        return
    if run.first_at > now:
        wake([run.pk], at=run.first_at)
        return
    told, steps = script.read(run.version.content).steps, queries.steps_of(run)
    for step in steps:
        if step.state == StepState.PLANNED:
            stepping.begin(step, run, told[step.number - 1], now=now)
            if step.held is False:
                _leave_out(steps, step, told[step.number - 1].skips, now=now)
        if not step.ended_at and not _is_over(step, run, told[step.number - 1], now=now):
            return
    _close(run, state=RunState.DONE, now=now)


@transaction.atomic
def end(run: PlaybookRun, *, ending: Ending, by: Employee | None, now: datetime, note: str = "") -> None:
    """Let a run do nothing more: what it has begun and is not done is taken back. Twice is once."""
    if run.ended_at:
        return
    for step in queries.steps_of(run):
        take_back(step, now=now, by=by)
        if not step.ended_at:
            stepping.close(step, state=StepState.SKIPPED, reason=Skip.RUN, now=now)
    _close(run, state=RunState.ENDED, ending=ending, note=note, now=now, by=by)


def take_back(step: RunStep, *, now: datetime, by: Employee | None) -> None:
    """Let nothing come of what a step has begun: its task, its letter, its question."""
    if step.task and not (step.task.done_at or step.task.skipped_at):
        skip_task(task=step.task, by=by, now=now)
    if step.ask and step.ask.state == AskState.PLANNED:
        invitations.stop(PlannedAsk.objects.filter(pk=step.ask_id), by=by, now=now)
    if step.letter and step.letter.state == LetterState.PLANNED:
        letters.stop(PlannedLetter.objects.filter(pk=step.letter_id), now=now)


def _is_over(step: RunStep, run: PlaybookRun, told: Step, *, now: datetime) -> bool:
    """Close the step if it is over, and tell whether the next one may begin; else see that it is looked at in time."""
    if told.sort == Sort.WAIT:
        assert step.due_at
        if step.due_at > now:
            wake([run.pk], at=step.due_at)
            return False
        stepping.close(step, state=StepState.DONE, now=step.due_at)
    elif step.task:
        if not (step.task.done_at or step.task.skipped_at):
            return False
        stepping.close_with_task(step)
    elif planned := step.letter or step.ask:
        if planned.state == AskState.PLANNED:
            wake([run.pk], at=max(planned.due_at, now) + AFTER)
            return False
        stepping.close_with_letter(step, planned)
    return True


def _leave_out(steps: Sequence[RunStep], condition: RunStep, skips: int, *, now: datetime) -> None:
    """Leave out the steps that hang on a condition that did not hold: so many, or without a number all that follow."""
    for step in steps:
        if step.number > condition.number and (not skips or step.number <= condition.number + skips):
            stepping.close(step, state=StepState.SKIPPED, reason=Skip.CONDITION, now=now)


def _close(
    run: PlaybookRun,
    *,
    state: RunState,
    now: datetime,
    ending: str = "",
    note: str = "",
    by: Employee | None = None,
) -> None:
    before = audit.snapshot(run)
    run.state, run.ending, run.note, run.ended_at, run.paused_at = state, ending, note, now, None
    run.save(update_fields=["state", "ending", "note", "ended_at", "paused_at"])
    audit.record(action="playbook.ended", subject=run, by=by, now=now, before=before)
    told = {"run_id": run.pk, "playbook_id": run.playbook_id, "playbook": run.playbook.name, "reason": ending}
    fact = events.Fact(
        kind=kinds.PLAYBOOK_ENDED,
        happened_at=now,
        client_id=run.client_id,
        contact_id=run.contact_id,
        actor_id=by.pk if by else None,
        payload=told,
        dedupe_key=f"playbook.ended:{run.pk}",
        origin=queries.origin_of(run),
    )
    events.publish(fact, now=now)
