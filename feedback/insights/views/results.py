"""What the answers to a survey add up to."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from accounts.clients import queries as registry
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.models import Organization
from accounts.organizations.roles import Right
from accounts.web import htmx
from feedback.insights import distribution, queries, tables, trend
from feedback.insights.forms import ResultsFilter
from feedback.insights.formula import added
from feedback.insights.queries import AnswerFilter, Edition
from feedback.insights.views.showing import lines
from feedback.surveys.models import Survey

PAGE = ("feedback/insights/results.html", "feedback/insights/_results.html")
NEWEST = 5


def survey_of(survey_id: uuid.UUID) -> Survey:
    """Return the survey; raise Http404."""
    survey = queries.survey_or_none(survey_id)
    if survey is None:
        raise Http404
    return survey


def form_options(organization: Organization, editions: Sequence[Edition]) -> dict[str, Any]:
    """Return what the filters of an organization choose from."""
    zone = ZoneInfo(organization.time_zone)
    return {"editions": editions, "segments": registry.segments(), "clients": registry.known_clients(), "zone": zone}


@in_organization(Right.SEE_SURVEYS)
@require_safe
def results(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Figures with their intervals, by role, stage, month and question; every number leads to the answers behind it."""
    survey, editions = survey_of(survey_id), queries.editions(survey_id)
    form = ResultsFilter(request.GET, **form_options(request.organization, editions))
    context: dict[str, Any] = {"survey": survey, "tab": "results", "filter": form, "is_published": bool(editions)}
    if not form.is_valid():
        return htmx.page(request, *PAGE, context, status=422)
    if editions:
        context |= _figures(request, form.wanted(), editions)
    context["is_narrowed"] = any(form.cleaned_data.values())
    return htmx.page(request, *PAGE, context)


def _figures(request: OrganizationRequest, wanted: AnswerFilter, editions: Sequence[Edition]) -> dict[str, Any]:
    """Return everything the page shows, by a dozen statements however many answers there are."""
    role, least = request.seat.role, request.organization.confidentiality_group
    shown = [one for one in editions if wanted.holds_for(one)]
    cells = queries.cells(wanted, of=editions, role=role, zone=ZoneInfo(request.organization.time_zone))
    askings = queries.askings(wanted, of=editions)
    asked, answered = (sum(getattr(one, name) for one in askings) for name in ("asked", "answered"))
    sums = added(cell.sums for cell in cells if not cell.is_confided)
    found = {
        "least": least,
        "sums": sums,
        "confided": sum(cell.sums.n for cell in cells if cell.is_confided),
        "asked": asked,
        "answered": answered,
    }
    if not sums.n and not asked and not found["confided"]:
        return found
    return found | {
        "rate": answered / asked if asked else None,
        "clicks": queries.clicks(wanted, of=editions),
        "headlines": tables.headlines(cells, shown, least=least),
        "metrics": tables.metrics_of(shown),
        "by_role": tables.by_role(cells, askings, shown, least=least),
        "by_stage": tables.by_stage(cells, askings, shown, least=least),
        "trends": trend.trends(cells, shown, least=least),
        **_questions(request, wanted, editions, shown, total=sums.n),
    }


def _questions(
    request: OrganizationRequest,
    wanted: AnswerFilter,
    editions: Sequence[Edition],
    shown: Sequence[Edition],
    *,
    total: int,
) -> dict[str, Any]:
    """Return what was answered to each question, where people stopped, and the newest words."""
    rows = queries.answers(wanted, of=editions, role=request.seat.role)
    asked = distribution.asked(editions, wanted)
    language = get_language() or ""
    summaries = distribution.summaries(
        shown,
        counts=queries.counts(rows, asked=asked),
        given=queries.given(rows),
        numbers=queries.numbers(rows, asked=asked),
        language=language,
        least=request.organization.confidentiality_group,
    )
    keys = [one.question.id for one in summaries]
    stopped = {one.key: one.n for one in queries.stops(wanted, of=editions, keys=keys)}
    reach = queries.asked_of(rows, of=shown)
    newest = queries.answers(replace(wanted, has_words=True), of=editions, role=request.seat.role)
    newest = newest.select_related("client", "contact").order_by("-happened_at", "-id")[:NEWEST]
    return {
        "summaries": summaries,
        "stops": [
            distribution.reached(
                one, asked=reach.get(one.question.id, 0), of=total, left=stopped.get(one.question.id, 0)
            )
            for one in summaries
        ],
        "stopped_at_once": stopped.get("", 0),
        "stopped": sum(stopped.values()),
        "newest": lines(newest, editions, language=language),
    }
