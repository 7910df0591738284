"""The steps that are ours: accepting, speaking with the client, notes, pauses, and another hand."""

from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.events import kinds
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from journeys.cases import letters, queries, sla
from journeys.cases.actions import telling
from journeys.cases.models import Case, CaseStep, End, Pause, Sort, State


class NotOpen(RuntimeError):
    """The case is closed: nothing of it can be changed."""


def open_case(case: Case) -> tuple[Case, dict[str, object]]:
    """Lock a case that is open; raise NotOpen."""
    row, before = telling.lock(case)
    if not row.is_open:
        raise NotOpen
    return row, before


@transaction.atomic
def accept(*, case: Case, by: Employee, now: datetime) -> Case:
    """Take the case on: whoever presses carries it on from there if nobody was named. Twice is once. Raises NotOpen."""
    row, before = open_case(case)
    if row.state == State.HEARD and row.sort == Sort.COMPLAINT:
        row.state = State.ACCEPTED
        telling.count_from(row, now=now)
        telling.save(row, action="case.accepted", by=by, now=now, before=before)
        telling.step(row, CaseStep.Kind.ACCEPTED, by=by, now=now)
        telling.publish(kinds.CASE_ACCEPTED, row, by=by, now=now, once=str(row.rounds), number=row.number)
    return row


@transaction.atomic
def contacted(*, case: Case, text: str, by: Employee, now: datetime, is_quiet: bool = False) -> Case:
    """Note that the client was spoken with, and what came of it; whoever has not accepted yet has done so by this.

    Said once more it is a note. Raises NotOpen.
    """
    row, before = open_case(case)
    if row.state == State.HEARD:
        row = accept(case=row, by=by, now=now)
        before = audit.snapshot(row)
    if row.state != State.ACCEPTED:
        telling.step(row, CaseStep.Kind.NOTED, by=by, now=now, text=text, is_quiet=is_quiet)
        return row
    row.state = State.CONTACTED
    telling.count_from(row, now=now)
    telling.save(row, action="case.contacted", by=by, now=now, before=before)
    telling.step(row, CaseStep.Kind.CONTACTED, by=by, now=now, text=text, is_quiet=is_quiet)
    telling.publish(kinds.CASE_CONTACTED, row, by=by, now=now, once=str(row.rounds), number=row.number)
    return row


@transaction.atomic
def note(*, case: Case, text: str, by: Employee, now: datetime, is_quiet: bool = False) -> CaseStep:
    """Write a note; a quiet one is read by its writer and top management. A closed case takes notes too."""
    return telling.step(case, CaseStep.Kind.NOTED, by=by, now=now, text=text, is_quiet=is_quiet)


@transaction.atomic
def assign(*, case: Case, owner: Employee, by: Employee, now: datetime) -> Case:
    """Let somebody else carry the case, in the hours in which they work, and write to them. Raises NotOpen.

    `owner` is one of `queries.may_carry`: whoever may not read a case cannot carry it.
    """
    row, before = open_case(case)
    if owner.pk == row.owner_id:
        return row
    if owner not in queries.may_carry(visibility=row.visibility, now=now):
        raise ValueError("whoever may not read a case cannot carry it")
    row.owner = owner
    telling.save(row, action="case.assigned", by=by, now=now, before=before)
    moved = telling.step(row, CaseStep.Kind.ASSIGNED, by=by, now=now, text=owner.name)
    telling.notify(row, to=owner, why=letters.Why.HANDED_OVER, by=by, now=now, once=f"assigned:{moved.pk}")
    return row


@transaction.atomic
def pause(*, case: Case, why: Pause, by: Employee, now: datetime) -> Case:
    """Let the clock of the case stand still, for a reason that everybody sees. Twice is once. Raises NotOpen."""
    row, before = open_case(case)
    if not row.pause:
        row.pause, row.paused_at = why, now
        telling.save(row, action="case.paused", by=by, now=now, before=before)
        telling.step(row, CaseStep.Kind.PAUSED, by=by, now=now, text=why)
    return row


@transaction.atomic
def resume(*, case: Case, by: Employee, now: datetime) -> Case:
    """Let the clock run again: as much work is left as there was. Twice is once. Raises NotOpen."""
    row, before = open_case(case)
    if row.pause and row.paused_at:
        if row.due_at:
            worker = queries.worker_of(row.owner)
            row.due_at = sla.resumed(row.due_at, paused_at=row.paused_at, now=now, worker=worker)
        row.pause, row.paused_at = "", None
        telling.save(row, action="case.resumed", by=by, now=now, before=before)
        telling.step(row, CaseStep.Kind.RESUMED, by=by, now=now)
    return row


@transaction.atomic
def show_to_leaders(*, case: Case, by: Employee, now: datetime) -> list[Employee]:
    """Write to top management that a case needs them; once a day at most, and never to oneself.

    Publishes case.shown. Raises NotOpen.
    """
    row, _before = open_case(case)
    leaders = [one for one in organizations.top_management(now=now) if one.pk != by.pk]
    if leaders and not CaseStep.objects.filter(case=row, kind=CaseStep.Kind.SHOWN, at__date=now.date()).exists():
        shown = telling.step(row, CaseStep.Kind.SHOWN, by=by, now=now, text=", ".join(one.name for one in leaders))
        for one in leaders:
            telling.notify(row, to=one, why=letters.Why.SHOWN, by=by, now=now, once=f"shown:{shown.pk}:{one.pk}")
        telling.publish(kinds.CASE_SHOWN, row, by=by, now=now, once=str(shown.pk), number=row.number)
    return leaders


@transaction.atomic
def thank(*, case: Case, text: str, by: Employee, now: datetime) -> Case:
    """Close a praise: whoever it is for has read it, and has thanked. Raises NotOpen."""
    row, before = open_case(case)
    row.state, row.end, row.closed_at, row.due_at = State.CLOSED, End.THANKED, now, None
    telling.save(row, action="case.thanked", by=by, now=now, before=before)
    telling.step(row, CaseStep.Kind.THANKED, by=by, now=now, text=text)
    return row
