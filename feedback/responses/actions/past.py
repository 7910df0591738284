"""Answers that were given before: whole sets of them, in a few statements."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.events import actions as events
from accounts.events.models import Origin
from accounts.organizations.models import Employee
from accounts.tenancy.uuid7 import uuid7
from feedback.responses.actions.writing import columns_of, fact_of, index
from feedback.responses.models import Confidentiality, Response, Source
from feedback.surveys import queries as surveys
from feedback.surveys.models import SurveyVersion

BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PastAnswer:
    """An answer as it was given then. `answers` are clean (surveys.runner), `key` is nobody else's in the organization."""

    key: str
    version: SurveyVersion
    client_id: uuid.UUID
    contact_id: uuid.UUID
    happened_at: datetime
    answers: Mapping[str, Any]
    language: str
    role: str = ""
    stage: str = ""
    segment_id: uuid.UUID | None = None
    confidentiality: str = Confidentiality.NAMED
    id: uuid.UUID = field(default_factory=uuid7)


@transaction.atomic
def record_past(
    rows: Sequence[PastAnswer], *, by: Employee | None, now: datetime, origin: Origin = Origin.IMPORT
) -> list[Response]:
    """Write answers of the past, publish them, and return those that are new: a key that is known is left as it is.

    A thousand rows cost the same statements as one. Nobody gets a letter for them, and no rule looks at them: their events
    have the origin.
    """
    written: list[Response] = []
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        offered = {row.key: _response(row, now=now, origin=origin) for row in batch}
        Response.objects.bulk_create(offered.values(), ignore_conflicts=True)
        stored = dict(Response.objects.filter(import_key__in=offered).values_list("import_key", "pk"))
        new = [one for key, one in offered.items() if stored.get(key) == one.pk]
        surveys_of = {row.version.pk: row.version.survey_id for row in batch}
        events.publish_many(
            [fact_of(one, survey_id=surveys_of[one.version_id], by=by, now=now) for one in new], now=now
        )
        acts = {one.pk: audit.changes(one, audit.NEW) for one in new}
        audit.record_many(action="response.imported", model=Response, changes=acts, by=by, now=now)
        index(ids=[one.pk for one in new], now=now)
        written += new
    return written


def _response(row: PastAnswer, *, now: datetime, origin: Origin) -> Response:
    return Response(
        pk=row.id,
        version_id=row.version.pk,
        client_id=row.client_id,
        contact_id=row.contact_id,
        role=row.role,
        stage=row.stage,
        segment_id=row.segment_id,
        language=row.language,
        confidentiality=row.confidentiality,
        answers=dict(row.answers),
        source=Source.IMPORT,
        origin=origin,
        happened_at=row.happened_at,
        recorded_at=now,
        import_key=row.key,
        **columns_of(surveys.document_of(row.version.pk), row.answers),
    )
