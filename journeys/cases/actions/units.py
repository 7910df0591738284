"""The department that mends the cause: it is asked by letter, and its lead answers behind a link."""

from datetime import date, datetime, timedelta

from django.db import transaction

from accounts import tokens
from accounts.audit import actions as audit
from accounts.organizations.models import Department, Employee
from journeys.cases import letters, queries
from journeys.cases.actions import telling
from journeys.cases.actions.steps import open_case
from journeys.cases.models import Case, CaseStep, UnitRequest

LINK_LIFE = timedelta(days=14)


class NoLead(RuntimeError):
    """Nobody leads the department, or whoever does may not know of the case."""


@transaction.atomic
def ask_unit(*, case: Case, department: Department, question: str, by: Employee, now: datetime) -> UnitRequest:
    """Ask the department's lead by letter what they can do, and when it is ready; one open question at a time.

    Asked again, the question is renewed and every older link opens nothing. Raises NotOpen and NoLead.
    """
    row, before = open_case(case)
    lead = department.lead
    if (
        lead is None
        or lead.left_at
        or not (row.is_for_all or lead in queries.may_carry(visibility=row.visibility, now=now))
    ):
        raise NoLead
    if row.department_id != department.pk:
        row.department = department
        telling.save(row, action="case.solved", by=by, now=now, before=before)
    values = {"lead": lead, "question": question, "asked_by": by, "asked_at": now, "link_ends_at": now + LINK_LIFE}
    found = UnitRequest.objects.filter(case=row, department=department, answered_at=None).first()
    request = found or UnitRequest(case=row, department=department)
    old = audit.snapshot(request) if found else audit.NEW
    for name, value in values.items():
        setattr(request, name, value)
    request.stamp()
    token = request.renew_token(tokens.Kind.CASE_UNIT)
    request.save()
    if row.is_for_all:
        audit.record(action="case.unit_asked", subject=request, by=by, now=now, before=old)
    asked = telling.step(
        row, CaseStep.Kind.UNIT_ASKED, by=by, now=now, text=f"{department.name}, {lead.name}: {question}"
    )
    letters.ask_unit(request, token=token, sender=by, once=str(asked.pk), now=now)
    return request


def unit_token(request: UnitRequest) -> str:
    """Return the token of the link behind which the lead answers."""
    return tokens.make(
        kind=tokens.Kind.CASE_UNIT,
        organization_id=request.organization_id,
        row_id=request.pk,
        nonce=bytes(request.nonce),
    )


@transaction.atomic
def answer_for_unit(*, request: UnitRequest, answer: str, ready_on: date | None, now: datetime) -> UnitRequest:
    """Keep what the lead answers, and write to whoever carries the case. The first answer counts; again it changes nothing."""
    row: UnitRequest = (
        UnitRequest.objects.select_for_update(of=("self",))
        .select_related("case__owner", "case__client", "department", "lead")
        .get(pk=request.pk)
    )
    if row.answered_at:
        return row
    before = audit.snapshot(row)
    row.answer, row.ready_on, row.answered_at = answer, ready_on, now
    row.save(update_fields=["answer", "ready_on", "answered_at"])
    if row.case.is_for_all:
        audit.record(action="case.unit_answered", subject=row, by=row.lead, now=now, before=before)
    telling.step(row.case, CaseStep.Kind.UNIT_ANSWERED, by=row.lead, now=now, text=answer)
    why = letters.Why.UNIT_ANSWERED
    telling.notify(row.case, to=row.case.owner, why=why, by=row.lead, now=now, once=f"unit:{row.pk}")
    return row
