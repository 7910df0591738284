"""Writing surveys and publishing them."""

from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.models import Employee
from feedback.surveys import document as documents
from feedback.surveys import queries
from feedback.surveys.document import Document
from feedback.surveys.models import Survey, SurveyDraft, SurveyVersion


@transaction.atomic
def create_survey(*, survey: Survey, content: Document, by: Employee | None, now: datetime) -> Survey:
    """Save a new survey with its first draft; nobody is asked anything yet."""
    survey.created_at = now
    survey.save()
    SurveyDraft.objects.create(survey=survey, content=documents.write(content), saved_at=now, saved_by=by)
    audit.record(action="survey.created", subject=survey, by=by, now=now, before=audit.NEW)
    return survey


@transaction.atomic
def publish(*, survey: Survey, by: Employee | None, now: datetime) -> SurveyVersion:
    """Freeze the draft as the survey's next version: whoever is asked from now on is asked this."""
    draft = SurveyDraft.objects.select_for_update().get(survey=survey)
    last = queries.latest_version(survey_id=survey.pk)
    version = SurveyVersion.objects.create(
        survey=survey,
        number=last.number + 1 if last else 1,
        content=draft.content,
        published_at=now,
        published_by=by,
    )
    audit.record(action="survey.published", subject=survey, by=by, now=now)
    return version
