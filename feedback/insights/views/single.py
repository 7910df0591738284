"""One answer with everything that was said, as far as the reader may know."""

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from feedback.insights import queries
from feedback.insights.views import showing
from feedback.responses.models import Response
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
    }
    return render(request, TEMPLATE, context)


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
