"""Why it happened: the catalogue of causes, the cause of a case, and causes that come back."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.events import kinds
from accounts.organizations.models import Department, Employee
from accounts.organizations.queries import named_alike
from feedback.interactions.models import Visibility
from journeys.cases import letters, queries
from journeys.cases.actions import telling
from journeys.cases.actions.steps import open_case
from journeys.cases.models import Case, CaseStep, RootCause


class CauseNameTaken(ValueError):
    """Another cause in use is called so."""


@transaction.atomic
def save_cause(*, cause: RootCause, by: Employee, now: datetime, before: dict[str, Any] | None = None) -> None:
    """Save a cause that is new or was changed. Raises CauseNameTaken."""
    is_new = cause._state.adding
    if named_alike(queries.causes(), cause.name).exclude(pk=cause.pk).exists():
        raise CauseNameTaken
    if is_new:
        cause.created_at = now
    cause.save()
    audit.record(
        action="cause.added" if is_new else "cause.changed",
        subject=cause,
        by=by,
        now=now,
        before=audit.NEW if is_new else before,
    )


@transaction.atomic
def archive_cause(*, cause: RootCause, by: Employee, now: datetime) -> None:
    """Offer the cause for no further case; those that have it keep it. Twice is once."""
    before = audit.snapshot(cause)
    if cause.archived_at is None:
        cause.archived_at = now
        cause.save(update_fields=["archived_at"])
        audit.record(action="cause.archived", subject=cause, by=by, now=now, before=before)


@transaction.atomic
def name_cause(
    *,
    case: Case,
    cause: RootCause | None,
    department: Department | None,
    promised_on: date | None,
    whys: str,
    by: Employee,
    now: datetime,
) -> Case:
    """Write down why it happened, who mends it and until when it is promised; publishes case.recurred when a cause is back.

    A promised day is the deadline from there. Raises NotOpen.
    """
    row, before = open_case(case)
    is_new_cause = cause is not None and cause.pk != row.cause_id
    row.cause, row.whys = cause, whys
    row.department = department or (cause.department if cause else None)
    if promised_on != row.promised_on:
        row.promised_on = promised_on
        telling.count_from(row, now=now)
    telling.save(row, action="case.solved", by=by, now=now, before=before)
    if is_new_cause and cause:
        telling.step(row, CaseStep.Kind.CAUSE, by=by, now=now, text=cause.name)
        _look_for_recurrence(row, cause, by=by, now=now)
    return row


def _look_for_recurrence(case: Case, cause: RootCause, *, by: Employee, now: datetime) -> None:
    """Ring when the cause has had so many cases within so many days, and tell whoever leads the department that mends it."""
    settings = queries.settings()
    since = now - timedelta(days=settings.recur_days)
    number = Case.objects.filter(cause=cause, opened_at__gte=since, visibility=Visibility.TEAM).count()
    if not case.is_for_all or number < settings.recur_count:
        return
    telling.step(case, CaseStep.Kind.RECURRED, by=None, now=now, text=f"{cause.name}: {number}")
    telling.publish(
        kinds.CASE_RECURRED,
        case,
        by=None,
        now=now,
        once=str(cause.pk),
        number=case.number,
        cause_id=cause.pk,
        count=number,
    )
    lead = case.department.lead if case.department else None
    if lead:
        telling.notify(case, to=lead, why=letters.Why.RECURRED, by=by, now=now, once=f"recurred:{cause.pk}:{lead.pk}")
