"""Reading surveys."""

import uuid
from collections.abc import Collection
from functools import lru_cache

from django.db.models import QuerySet

from accounts.tenancy.context import current_organization_id, tenant_context
from feedback.surveys import document
from feedback.surveys.document import Document
from feedback.surveys.models import Survey, SurveyDraft, SurveyVersion


def surveys() -> QuerySet[Survey]:
    """Return the surveys that are not archived, the newest first."""
    return Survey.objects.filter(archived_at=None).order_by("-created_at", "-pk")


def draft_of(survey: Survey) -> SurveyDraft:
    """Return what will be the next version of the survey."""
    return SurveyDraft.objects.get(survey=survey)


def latest_version(*, survey_id: uuid.UUID) -> SurveyVersion | None:
    """Return what is asked now; None before the first publication."""
    return SurveyVersion.objects.filter(survey_id=survey_id).order_by("-number").first()


def document_of(version_id: uuid.UUID) -> Document:
    """Return what a published version asks, without a query when this process knows it: versions never change.

    Raises SurveyVersion.DoesNotExist for a version of another organization.
    """
    return _document(current_organization_id(), version_id)


def document_in(organization_id: uuid.UUID, version_id: uuid.UUID) -> Document:
    """As document_of, outside of every scope: one is opened only when this process does not know the version yet."""
    return _document(organization_id, version_id)


@lru_cache(maxsize=500)
def _document(organization_id: uuid.UUID, version_id: uuid.UUID) -> Document:
    with tenant_context(organization_id):
        return document.read(SurveyVersion.objects.values_list("content", flat=True).get(pk=version_id))


def survey_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of surveys, for the audit trail."""
    return dict(Survey.objects.filter(pk__in=ids).values_list("pk", "name"))
