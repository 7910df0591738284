"""One client: the story of the relation at a glance, and the whole of it."""

import uuid
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from statistics import mean
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients import queries, story
from accounts.clients.models import Client
from accounts.clients.views.people import client_context
from accounts.events import queries as events
from accounts.events.kinds import Group
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import LEADERSHIP, Right, has_right
from accounts.web import charts, formats, htmx, pagination
from accounts.web.charts import Figure, Line, Point
from accounts.web.mood import mood_of
from accounts.web.parts import attempt
from feedback.coverage import queries as coverage
from feedback.interactions import queries as talks
from happiness.dashboard.views.mood import glance

FOLDER = "happiness/dashboard/client"
GLANCE = 8  # events on the overview
FEWEST_DAYS = 2  # of a line above the timeline


@in_organization(Right.SEE_CLIENTS)
@require_safe
def overview(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """How the client is, who is heard there and who is not, what happened lately. A merged client leads to its heir."""
    client = _client(client_id)
    if client.merged_into_id:
        return redirect("client", slug=request.seat.slug, client_id=client.merged_into_id)
    now = clock.now()
    context = {
        **client_context(request, client, "overview"),
        "facts": queries.facts(client_id=client.pk),
        "team": queries.present_team(client_id=client.pk),
        "tags": queries.tags_of(client_id=client.pk),
        "coverage": coverage.coverage_of([client.pk], now=now)[client.pk],
        "survey": coverage.survey_to_ask() if has_right(request.seat.role, Right.MANAGE_SURVEYS) else None,
        "custom": queries.custom_values(client),
        "may_unseal": request.seat.role in LEADERSHIP,
        "glance": attempt(lambda: glance(request, client, now=now), part="client mood"),
        "items": attempt(lambda: _latest(request, client), part="client timeline"),
        "today": client.local_date(now),
        **_owed(request, client),
    }
    return render(request, f"{FOLDER}/overview.html", context)


def _latest(request: OrganizationRequest, client: Client) -> list[dict[str, Any]]:
    rows = events.timeline(client_id=client.pk).order_by("-happened_at", "-id")[:GLANCE]
    return story.items(request, list(rows), now=clock.now())


def _owed(request: OrganizationRequest, client: Client) -> dict[str, Any]:
    """Return what we owe the client, as far as the reader may know it."""
    reader: Any = {"role": request.seat.role, "employee_id": request.employee.pk}
    return {
        "promises": talks.still_open(talks.promises_of_reader(**reader)).filter(client=client),
        "needs": talks.still_open(talks.needs_of_reader(**reader)).filter(client=client),
    }


@in_organization(Right.SEE_CLIENTS)
@require_safe
def timeline(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Everything that happened with the client in one stream, newest first."""
    client = _client(client_id)
    wanted = request.GET.get("kind", "")
    group = Group(wanted) if wanted in Group.values else None
    rows = events.timeline(client_id=client.pk, group=group)
    page = pagination.page_of(rows, order="-happened_at", after=pagination.wanted_page(request))
    items = story.items(request, page.rows, now=clock.now())
    context = {
        **client_context(request, client, "timeline"),
        "items": items,
        "group": group,
        "groups": Group.choices,
        "moods": _mood_line(items),
        **pagination.links(request, page),
    }
    return htmx.page(request, f"{FOLDER}/timeline.html", f"{FOLDER}/_timeline.html", context)


def _mood_line(items: Sequence[dict[str, Any]]) -> Figure | None:
    """Draw the scores of the talks and answers shown, a point for each day; None while fewer than two days have one."""
    told = [(localtime(one["at"]).date(), one["score"]) for one in reversed(items) if one["score"] is not None]
    days = groupby(told, key=itemgetter(0))
    points = [Point(day, round(mean(score for _day, score in rows))) for day, rows in days]
    if len(points) < FEWEST_DAYS:
        return None
    last = points[-1]
    words = {"mood": mood_of(last.value).label, "score": last.value, "day": formats.day(last.on)}
    sentence = _("Mood in talks and answers: %(mood)s on %(day)s, %(score)s of 100.") % words
    return charts.line(sentence=sentence, lines=[Line(_("Mood"), points)], is_mood=True)


def _client(client_id: uuid.UUID) -> Client:
    client: Client = get_object_or_404(
        Client.objects.select_related("segment", "manager", "sponsor", "merged_into"), pk=client_id
    )
    return client
