"""Surveys as such: founded, renamed, closed and put away. What they ask is in drafts.py and publishing.py."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee
from feedback.surveys import document as documents
from feedback.surveys.document import Document
from feedback.surveys.models import Survey, SurveyDraft


class NameTaken(RuntimeError):
    """There is a survey of this name that is not archived."""


@transaction.atomic
def create_survey(*, survey: Survey, content: Document, by: Employee | None, now: datetime) -> Survey:
    """Save a new survey with its first draft; nobody is asked anything yet. Raises NameTaken."""
    survey.created_at = now
    with saving.refuse_twins(NameTaken):
        survey.save()
    SurveyDraft.objects.create(survey=survey, content=documents.write(content), saved_at=now, saved_by=by)
    audit.record(action="survey.created", subject=survey, by=by, now=now, before=audit.NEW)
    return survey


@transaction.atomic
def save_survey(*, survey: Survey, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save what a form has changed of the name, the purpose and the owner. Raises NameTaken."""
    with saving.refuse_twins(NameTaken):
        saving.save_changes(survey, action="survey.changed", by=by, now=now, before=before)


@transaction.atomic
def close_survey(*, survey: Survey, by: Employee, now: datetime) -> None:
    """Let nobody answer any more; what was answered stays. Twice is once."""
    _set(survey, "closed_at", now, action="survey.closed", by=by, now=now)


@transaction.atomic
def reopen_survey(*, survey: Survey, by: Employee, now: datetime) -> None:
    """Let people answer again, those too who were asked before and whose time is not over. Twice is once."""
    _set(survey, "closed_at", None, action="survey.reopened", by=by, now=now)


@transaction.atomic
def archive_survey(*, survey: Survey, by: Employee, now: datetime) -> None:
    """Take a survey off the list and close it; its answers still count. Twice is once."""
    _set(survey, "closed_at", now, action="survey.closed", by=by, now=now)
    _set(survey, "archived_at", now, action="survey.archived", by=by, now=now)


@transaction.atomic
def restore_survey(*, survey: Survey, by: Employee, now: datetime) -> None:
    """Put an archived survey back on the list, still closed. Twice is once. Raises NameTaken."""
    with saving.refuse_twins(NameTaken):
        _set(survey, "archived_at", None, action="survey.restored", by=by, now=now)


def _set(survey: Survey, column: str, moment: datetime | None, *, action: str, by: Employee, now: datetime) -> None:
    row = Survey.objects.select_for_update().get(pk=survey.pk)
    if (getattr(row, column) is None) == (moment is None):
        return
    before = audit.snapshot(row)
    setattr(row, column, moment)
    row.save(update_fields=[column])
    audit.record(action=action, subject=row, by=by, now=now, before=before)
