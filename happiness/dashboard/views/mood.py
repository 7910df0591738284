"""Why a client's index is what it is, why it moved, and how it went."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients import queries
from accounts.clients.enums import Stage
from accounts.clients.models import Client
from accounts.clients.views.people import client_context
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import LEADERSHIP, Right
from accounts.web.charts import Figure
from feedback.happiness_index import opposed, words
from feedback.happiness_index import queries as indices
from feedback.happiness_index.opposed import Opposed
from feedback.happiness_index.queries import Explanation, Known, Trend
from feedback.sentiment import queries as moods
from happiness.dashboard import charts
from journeys.stages import queries as stages

FOLDER = "happiness/dashboard/mood"
GLANCE = 6  # reasons on the overview
MOST_STEPS = 12  # the largest ones; the others are one more step
PERIODS = {
    "7": gettext_lazy("7 days"),
    "30": gettext_lazy("30 days"),
    "90": gettext_lazy("90 days"),
    "365": gettext_lazy("A year"),
}
USUAL = "30"


@dataclass(frozen=True, slots=True)
class Glance:
    """What the overview says of the index; `lines` are the reasons that move it most."""

    explanation: Explanation
    lines: list[dict[str, Any]]
    curve: Figure | None
    trend: Trend
    contradictions: list[Opposed]


def glance(request: OrganizationRequest, client: Client, *, now: datetime) -> Glance:
    """Return the index of a client with its strongest reasons and its curve."""
    explanation = indices.explain(client.pk, now=now)
    points = indices.curve(client.pk, now=now)
    return Glance(
        explanation=explanation,
        lines=[
            {"label": one.short, "note": one.note, "value": one.value, "url": one.url}
            for one in _lines(request, explanation, most=GLANCE)
        ],
        curve=charts.curve(points, stages=_stages(client), name=client.name),
        trend=indices.trend(points),
        contradictions=_contradictions(request, client, now=now),
    )


@in_organization(Right.SEE_CLIENTS)
@require_safe
def mood(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Every reason of the index, the steps since a day, and the curve as it was known then or is known now."""
    client = get_object_or_404(queries.known_clients(), pk=client_id)
    now = clock.now()
    may_unseal = request.seat.role in LEADERSHIP
    is_sealed = may_unseal and request.GET.get("with") == "confidential"
    as_known = Known.THEN if request.GET.get("known") == Known.THEN else Known.NOW
    period = request.GET.get("days", USUAL)
    period = period if period in PERIODS else USUAL
    explanation = indices.explain(client.pk, now=now, confidential=is_sealed)
    history = indices.history(client.pk, now=now, as_known=as_known, confidential=is_sealed)
    context = {
        **client_context(request, client, "mood"),
        "index": explanation.index,
        "disagreement": explanation.disagreement,
        "lines": _lines(request, explanation),
        "curve": charts.curve(history, stages=_stages(client), name=client.name),
        "trend": indices.trend(history),
        "contradictions": _contradictions(request, client, now=now, confidential=is_sealed),
        "steps": _steps(client, days=int(period), now=now, confidential=is_sealed),
        "period": period,
        "periods": PERIODS.items(),
        "as_known": as_known,
        "may_unseal": may_unseal,
        "is_sealed": is_sealed,
        "facts": queries.facts(client_id=client.pk),
    }
    return render(request, f"{FOLDER}/client.html", context)


def _lines(request: OrganizationRequest, explanation: Explanation, most: int | None = None) -> list[words.Line]:
    return words.lines_of(explanation, **_reader(request), most=most)


def _reader(request: OrganizationRequest) -> dict[str, Any]:
    return {"slug": request.seat.slug, "role": request.seat.role, "employee_id": request.employee.pk}


def _contradictions(
    request: OrganizationRequest, client: Client, *, now: datetime, confidential: bool = False
) -> list[Opposed]:
    found = indices.contradictions(client.pk, now=now, confidential=confidential)
    return opposed.tell(found, **_reader(request))


def _steps(client: Client, *, days: int, now: datetime, confidential: bool) -> Figure | None:
    start = now - timedelta(days=days)
    told = indices.waterfall(client.pk, start=start, end=now, now=now, confidential=confidential)
    if told.end.value is None or not told.steps:
        return None
    largest = sorted(told.steps, key=lambda step: -abs(step.points))[:MOST_STEPS]
    shown = [step for step in told.steps if step in largest]
    ids = [step.reading_id for step in shown if step.reading_id]
    rows = moods.readings(ids)
    labels = [words.cause(step.cause, rows.get(step.reading_id) if step.reading_id else None) for step in shown]
    return charts.steps(
        told, list(zip(labels, shown, strict=True)), start=localtime(start).date(), end=localtime(now).date()
    )


def _stages(client: Client) -> list[tuple[Any, str]]:
    rows = sorted(stages.visits(client=client), key=lambda row: row.entered_at)
    return [(localtime(row.entered_at).date(), str(Stage(row.stage).label)) for row in rows]
