"""The answers themselves: what stands behind every figure."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import LEADERSHIP, Right
from accounts.web import htmx, pagination
from feedback.insights import distribution, queries
from feedback.insights.forms import AnswersFilter
from feedback.insights.queries import AnswerFilter, Edition
from feedback.insights.views.results import form_options, survey_of
from feedback.insights.views.showing import lines
from feedback.surveys.wording import Reader

PAGE = ("feedback/insights/answers.html", "feedback/insights/_answers.html")
ORDER = "-happened_at"


@in_organization(Right.SEE_SURVEYS)
@require_safe
def answers(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Single answers, the newest first, as far as the reader may know of them."""
    survey, editions = survey_of(survey_id), queries.editions(survey_id)
    options = form_options(request.organization, editions)
    form = AnswersFilter(request.GET, reader=request.seat.role, **options)
    context: dict[str, Any] = {"survey": survey, "tab": "answers", "filter": form}
    if not form.is_valid():
        return htmx.page(request, *PAGE, context, status=422)
    wanted, language = form.wanted(), get_language() or ""
    rows = queries.answers(wanted, of=editions, role=request.seat.role).select_related("client", "contact")
    page = pagination.page_of(rows, order=ORDER, after=pagination.wanted_page(request))
    context |= {
        "lines": lines(page.rows, editions, language=language),
        "chosen": chosen(wanted, editions, language=language),
        "is_narrowed": any(form.cleaned_data.values()),
        "is_leadership": request.seat.role in LEADERSHIP,
        **pagination.links(request, page),
    }
    return htmx.page(request, *PAGE, context)


def chosen(wanted: AnswerFilter, editions: list[Edition], *, language: str) -> str:
    """Return in words which answer to which question the list is narrowed to; "" where it is not."""
    asked = {one.id: one for one in distribution.questions(editions)}
    question = asked.get(wanted.question)
    if question is None:
        return ""
    reader = Reader(language, editions[-1].document.languages)
    rows = [reader.say(one.text) for one in question.rows if one.id == wanted.row]
    return ": ".join(filter(None, [reader.title(question), *rows, reader.named(question, wanted.answer)]))
