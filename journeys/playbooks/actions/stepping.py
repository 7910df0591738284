"""What each sort of step does when it begins, and how a step is closed."""

from datetime import date, datetime, timedelta

from accounts.clients.models import Contact
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.worktime import workdays_later
from feedback.invitations import actions as invitations
from feedback.invitations.models import AskState, PlannedAsk, Source
from feedback.letters import actions as letters
from feedback.letters.models import PlannedLetter
from feedback.surveys.conditions import holds
from journeys.playbooks import queries
from journeys.playbooks.actions.daily import bring_task
from journeys.playbooks.models import PlaybookRun, RunStep, Scenario, Skip, StepState
from journeys.playbooks.script import Sort, Step


def begin(step: RunStep, run: PlaybookRun, told: Step, *, now: datetime) -> None:
    """Do what the step says; what is done at once is closed at once."""
    step.state, step.began_at, step.tries = StepState.ACTIVE, now, step.tries + 1
    match told.sort:
        case Sort.TASK | Sort.MEETING:
            _give(step, run, told, now=now)
        case Sort.LETTER:
            _write(step, run, told, now=now)
        case Sort.SURVEY:
            _ask(step, run, told, now=now)
        case Sort.WAIT:
            step.due_at = _later(run, told, now)
        case Sort.CONDITION:
            assert told.where
            step.held = holds(told.where, answers={}, facts=queries.facts_of(run, told.where, now=now))
            _end(step, StepState.DONE, "", now)
    step.save()


def close(step: RunStep, *, state: StepState, now: datetime, reason: str = "") -> None:
    """Note that the step is over, and why it was left out."""
    _end(step, state, reason, now)
    step.save(update_fields=["state", "reason", "ended_at"])


def close_with_task(step: RunStep) -> None:
    """Note that the step is over, because its task is."""
    assert step.task
    if step.task.done_at:
        close(step, state=StepState.DONE, now=step.task.done_at)
    elif step.task.skipped_at:
        close(step, state=StepState.SKIPPED, reason=Skip.TASK, now=step.task.skipped_at)


def close_with_letter(step: RunStep, planned: PlannedLetter | PlannedAsk) -> None:
    """Note that the step is over, because its letter or its question has left, or never will."""
    if planned.state == AskState.SENT:
        close(step, state=StepState.DONE, now=planned.due_at)
    else:
        close(step, state=StepState.SKIPPED, reason=planned.reason, now=planned.due_at)


def _end(step: RunStep, state: StepState, reason: str, now: datetime) -> None:
    step.state, step.reason, step.ended_at = state, reason, now


def _name(step: RunStep) -> str:
    """Return what names the cause of what the step wants from others: the same until a pause lets it begin anew."""
    return f"playbook:{step.pk}:{step.tries}"


def _give(step: RunStep, run: PlaybookRun, told: Step, *, now: datetime) -> None:
    owner = queries.owner_of(run, told, now=now)
    step.contact = run.contact
    step.task = bring_task(
        origin=_name(step),
        title=told.title,
        owner=owner,
        due_on=_due_on(owner, days=told.days, now=now),
        client=run.client,
        contact=run.contact,
        now=now,
    )
    if not told.waits:
        _end(step, StepState.DONE, "", now)


def _write(step: RunStep, run: PlaybookRun, told: Step, *, now: datetime) -> None:
    person = _person(step, run, told, now=now)
    if person is None:
        return
    sender = run.client.manager or run.playbook.owner
    wanted = letters.Wanted(
        contact_id=person.pk,
        client_id=run.client_id,
        sender_id=sender.pk if sender.left_at is None else None,
        source=Source.PLAYBOOK,
        source_id=run.pk,
        occurrence=_name(step),
        subject=told.subject,
        text=told.text,
        wanted_at=now,
        despite_holds=run.playbook.scenario == Scenario.RECOVERY,
    )
    (step.letter,) = letters.plan([wanted], now=now)


def _ask(step: RunStep, run: PlaybookRun, told: Step, *, now: datetime) -> None:
    person = _person(step, run, told, now=now)
    if person is None:
        return
    if told.survey_id is None or not queries.is_askable(told.survey_id):
        _end(step, StepState.SKIPPED, Skip.SURVEY, now)
        return
    wanted = invitations.Wanted(
        contact_id=person.pk,
        client_id=run.client_id,
        survey_id=told.survey_id,
        role=told.to or queries.role_of(run.client_id, person.pk, now=now),
        occurrence=_name(step),
        source=Source.PLAYBOOK,
        source_id=run.pk,
        wanted_at=now,
    )
    (step.ask,) = invitations.plan([wanted], now=now)


def _person(step: RunStep, run: PlaybookRun, told: Step, *, now: datetime) -> Contact | None:
    """Return whom the step reaches; where nobody stands in the role, close it."""
    step.contact = run.contact if not told.to else queries.person_in(run.client_id, told.to, now=now)
    if step.contact is None:
        _end(step, StepState.SKIPPED, Skip.NOBODY, now)
    return step.contact


def _later(run: PlaybookRun, told: Step, now: datetime) -> datetime:
    moment = now + timedelta(hours=told.hours)
    if told.is_working:
        return workdays_later(moment, days=told.days, place=queries.place_of(run))
    return moment + timedelta(days=told.days)


def _due_on(owner: Employee, *, days: int, now: datetime) -> date:
    """Return the day until which the owner does what they get now: so many of their own working days later."""
    place, week = organizations.place(owner), frozenset(map(int, owner.work_days))
    return place.today(workdays_later(now, days=days, place=place, week=week))
