"""Reading surveys."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import Count, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Coalesce

from accounts.clients import queries as registry
from accounts.clients.enums import BuyerRole
from accounts.tenancy.context import current_organization_id, tenant_context
from feedback.surveys import document
from feedback.surveys.document import Document
from feedback.surveys.models import Survey, SurveyDraft, SurveyVersion


@dataclass(frozen=True, slots=True)
class Reach:
    """People who stand for a role, and clients at which nobody does."""

    role: str
    people: int
    clients_without: int


def surveys(*, archived: bool = False) -> QuerySet[Survey]:
    """Return the surveys that are not archived, or those that are, the newest first."""
    return Survey.objects.filter(archived_at__isnull=not archived).order_by("-created_at", "-pk")


def known_surveys() -> QuerySet[Survey]:
    """Return every survey: archived ones too, because their versions can still be read."""
    return Survey.objects.select_related("owner")


def listed(*, archived: bool = False) -> QuerySet[Survey]:
    """Return the surveys of the list with their owners, `questions` of the draft, `edited_at`, `number` and `published_at`."""
    drafts = SurveyDraft.objects.filter(survey=OuterRef("pk"))
    size = Func(KeyTransform("questions", "content"), function="jsonb_array_length", output_field=IntegerField())
    versions = SurveyVersion.objects.filter(survey=OuterRef("pk")).order_by("-number")
    return (
        surveys(archived=archived)
        .select_related("owner")
        .annotate(
            questions=Coalesce(Subquery(drafts.annotate(size=size).values("size")[:1]), 0),
            edited_at=Subquery(drafts.values("saved_at")[:1]),
            number=Subquery(versions.values("number")[:1]),
            published_at=Subquery(versions.values("published_at")[:1]),
        )
    )


def draft_of(survey: Survey) -> SurveyDraft:
    """Return what will be the next version of the survey."""
    return SurveyDraft.objects.select_related("saved_by").get(survey=survey)


def versions_of(*, survey_id: uuid.UUID) -> QuerySet[SurveyVersion]:
    """Return what was published, the newest first, with who has published it."""
    return SurveyVersion.objects.filter(survey_id=survey_id).select_related("published_by").order_by("-number")


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


def segment_names() -> dict[str, str]:
    """Return the names of the segments in use by their ids as texts, as documents hold them."""
    return {str(id_): name for id_, name in registry.segments().values_list("pk", "name")}


def reach(*, today: date) -> list[Reach]:
    """Return for every buyer role how many people stand for it now, and at how many clients nobody does."""
    here = Q(position__client__archived_at=None, position__client__merged_into=None, position__contact__erased_at=None)
    rows = registry.current_roles(on=today).filter(here).values("role").order_by("role")
    counted = rows.annotate(
        people=Count("position__contact", distinct=True), heard=Count("position__client", distinct=True)
    )
    found = {row["role"]: row for row in counted}
    clients = registry.clients().count()
    none = {"people": 0, "heard": 0}
    return [
        Reach(role=str(role), people=row["people"], clients_without=clients - row["heard"])
        for role in BuyerRole
        for row in [found.get(role, none)]
    ]
