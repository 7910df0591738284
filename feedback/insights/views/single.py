"""One answer with everything that was said, as far as the reader may know."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from feedback.happiness_index import opposed
from feedback.happiness_index import queries as indices
from feedback.happiness_index.contradictions import SAME_TIME
from feedback.happiness_index.opposed import Opposed
from feedback.insights import queries
from feedback.insights.views import showing
from feedback.responses.models import Confidentiality, Response
from feedback.surveys import queries as surveys
from feedback.surveys.document import Document
from feedback.surveys.wording import said

TEMPLATE = "feedback/insights/answer.html"


@in_organization(Right.SEE_SURVEYS)
@require_safe
def answer(request: OrganizationRequest, response_id: uuid.UUID) -> HttpResponse:
    """What one person answered, what they said before they changed it, who may read it and how it came to us."""
    row = queries.answer_of(response_id, role=request.seat.role)
    if row is None:  # also for those who may not know that there is an answer
        raise Http404
    document, language = surveys.document_of(row.version_id), get_language() or ""
    context = {
        "response": row,
        "survey": row.version.survey,
        "name": showing.name_of(row),
        "role": showing.role_of(row),
        "is_named": showing.is_named(row),
        "when": showing.when(row),
        "chips": showing.chips_of(row),
        "score": row.mood,
        "answers": said(document, row.answers, language=language),
        "revisions": _revisions(row, document, language=language),
        "contradictions": _contradictions(request, row),
    }
    return render(request, TEMPLATE, context)


def _contradictions(request: OrganizationRequest, row: Response) -> list[Opposed]:
    """Return what the answer contradicts, itself or another voice, as it stood a month after it."""
    if row.client_id is None:
        return []
    now = clock.now()
    found = indices.contradictions(
        row.client_id,
        now=now,
        at=min(now, row.happened_at + SAME_TIME),
        confidential=row.confidentiality == Confidentiality.LEADERSHIP,  # whoever opens it may read it
    )
    reader: Any = {"slug": request.seat.slug, "role": request.seat.role, "employee_id": request.employee.pk}
    return opposed.tell([one for one in found if one.is_about(row.pk)], **reader)


def _revisions(row: Response, document: Document, *, language: str) -> list[dict[str, Any]]:
    """Return what was said before, the newest first; of an unnamed person without the day."""
    return [
        {
            "number": one.number,
            "said_at": None if row.confidentiality == "role" else one.said_at,
            "answers": said(document, one.answers, language=language),
        }
        for one in row.revisions.order_by("-number")
    ]
