"""What people decide about a run: pause it, let it go on, stop it, leave a step out; and a talk that fulfills a meeting."""

import uuid
from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.events.models import Event
from accounts.organizations.models import Employee
from feedback.interactions.models import Channel
from journeys.playbooks import queries, script
from journeys.playbooks.actions import running, stepping
from journeys.playbooks.actions.daily import complete_task
from journeys.playbooks.actions.waking import wake
from journeys.playbooks.models import OPEN, Ending, PlaybookRun, RunState, RunStep, Skip, StepState
from journeys.playbooks.script import Sort

TALKS = {Channel.CALL, Channel.MEETING, Channel.VIDEO, Channel.VISIT, Channel.COUNCIL}


class StepIsOver(RuntimeError):
    """The step was done or left out meanwhile."""


@transaction.atomic
def pause(*, run: PlaybookRun, by: Employee, now: datetime) -> None:
    """Let a run begin nothing more for now: a letter or a question that waits is taken back. Twice is once."""
    (row,) = running.locked_runs([run.pk])
    if row.state != RunState.RUNNING:
        return
    before = audit.snapshot(row)
    for step in queries.steps_of(row):
        if step.state == StepState.ACTIVE and (step.letter or step.ask):
            running.take_back(step, now=now, by=by)
            step.state, step.letter, step.ask, step.began_at = StepState.PLANNED, None, None, None
            step.save(update_fields=["state", "letter", "ask", "began_at"])
    row.state, row.paused_at = RunState.PAUSED, now
    row.save(update_fields=["state", "paused_at"])
    audit.record(action="playbook.paused", subject=row, by=by, now=now, before=before)


@transaction.atomic
def resume(*, run: PlaybookRun, by: Employee, now: datetime) -> None:
    """Let a paused run go on; what it had still to wait, it waits from now on. Twice is once."""
    (row,) = running.locked_runs([run.pk])
    if row.state != RunState.PAUSED:
        return
    before = audit.snapshot(row)
    for step in queries.steps_of(row):
        if step.state == StepState.ACTIVE and step.due_at and row.paused_at and step.due_at > row.paused_at:
            step.due_at += now - row.paused_at
            step.save(update_fields=["due_at"])
    row.state, row.paused_at = RunState.RUNNING, None
    row.save(update_fields=["state", "paused_at"])
    audit.record(action="playbook.resumed", subject=row, by=by, now=now, before=before)
    wake([row.pk])


@transaction.atomic
def stop(*, run: PlaybookRun, by: Employee, now: datetime, note: str = "") -> None:
    """End a run early; what it has begun and is not done is taken back. Twice is once."""
    (row,) = running.locked_runs([run.pk])
    running.end(row, ending=Ending.STOPPED, by=by, now=now, note=note)


@transaction.atomic
def skip(*, step: RunStep, by: Employee, now: datetime, note: str = "") -> None:
    """Leave out a step that is not over; what it has begun is taken back. Raises StepIsOver."""
    (run,) = running.locked_runs([step.run_id])
    row = next(one for one in queries.steps_of(run) if one.pk == step.pk)
    if row.ended_at or run.ended_at:
        raise StepIsOver
    row.by, row.note = by, note
    row.save(update_fields=["by", "note"])
    stepping.close(row, state=StepState.SKIPPED, reason=Skip.BY_HAND, now=now)
    running.take_back(row, now=now, by=by)
    audit.record(action="playbook.step_skipped", subject=run, by=by, now=now)
    wake([run.pk])


@transaction.atomic
def note_talk(*, event: Event) -> None:
    """Let a talk with the client fulfill the meetings that wait for it: of a person's playbook, a talk with that person."""
    if event.payload.get("channel") not in TALKS:
        return
    by = Employee.objects.filter(pk=event.actor_id).first() if event.actor_id else None
    waiting = RunStep.objects.filter(
        state=StepState.ACTIVE, task__isnull=False, run__client=event.client_id, run__state__in=OPEN
    )
    for step in waiting.select_related("task", "run__version").order_by("pk"):
        told = script.read(step.run.version.content).steps[step.number - 1]
        is_theirs = step.run.contact_id in {None, event.contact_id}
        if told.sort == Sort.MEETING and is_theirs and step.began_at and event.happened_at >= step.began_at:
            complete_task(task=step.task, by=by, now=event.recorded_at)


@transaction.atomic
def know_case(*, client_id: uuid.UUID, topic: str, case_id: uuid.UUID) -> None:
    """Let runs that an alert of the topic has begun know the case that was opened about it."""
    runs = PlaybookRun.objects.filter(client=client_id, topic=topic, case_id=None, state__in=OPEN)
    runs.exclude(topic="").update(case_id=case_id)
