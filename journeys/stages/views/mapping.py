"""The map of the path: mood at every place, the funnel, bottlenecks; and what a place rests on."""

import uuid
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients.enums import Stage
from accounts.contracts.revenue import add_months
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.models import Department, Touchpoint
from accounts.organizations.roles import LEADERSHIP, Right
from accounts.web import charts, htmx, pagination
from accounts.web.charts import Cell, Figure, Heat, Stop
from accounts.web.charts import Column as HeatColumn
from accounts.web.text import as_id
from feedback.happiness_index import words
from journeys.stages import actions, queries
from journeys.stages.queries import Crossing, PathMap

FOLDER = "journeys/stages/map"
PERIODS = (3, 6, 12)  # months
USUAL = 12


@in_organization(Right.SEE_CLIENTS)
@require_safe
def journey_map(request: OrganizationRequest) -> HttpResponse:
    """How clients feel along the path; an address that names a place shows what its mood rests on."""
    if request.GET.get("touchpoint"):
        return _place(request)
    months = _months(request)
    version = queries.in_force(at=clock.now())
    since, until = _span(months)
    found = queries.path_map(version, since=since, until=until) if version else None
    context = {
        "version": version,
        "draft": queries.draft() if version is None else None,
        "months": months,
        "periods": _periods(request, months),
        "path": found,
        "heat": _heat(request, found, months) if found and found.columns else None,
        "curve": _curve(found) if found and found.columns else None,
        "hurts": _hurts(found) if found else None,
        "stages": _lists(request, found, months) if found else [],
        "bottlenecks": [
            (one, _url(request, one.stage, one.touchpoint.pk, one.department.pk, months)) for one in found.bottlenecks
        ]
        if found
        else [],
        "funnel": queries.funnel(version),
        "fewest": request.organization.confidentiality_group,
    }
    return render(request, f"{FOLDER}/map.html", context)


def _months(request: OrganizationRequest) -> int:
    wanted = request.GET.get("months", "")
    return int(wanted) if wanted.isdecimal() and int(wanted) in PERIODS else USUAL


def _span(months: int) -> tuple[date, date]:
    this_month = actions.today(clock.now()).replace(day=1)
    return add_months(this_month, 1 - months), this_month


def _periods(request: OrganizationRequest, months: int) -> list[dict[str, Any]]:
    return [
        {
            "label": ngettext("%(months)d month", "%(months)d months", one) % {"months": one},
            "url": f"{request.path}?months={one}",
            "is_current": one == months,
        }
        for one in PERIODS
    ]


def _url(request: OrganizationRequest, stage: str, touchpoint: uuid.UUID, department: uuid.UUID, months: int) -> str:
    query = {"stage": stage, "touchpoint": touchpoint, "dept": department, "months": months}
    return f"{request.path}?{urlencode(query)}"


def _heat(request: OrganizationRequest, found: PathMap, months: int) -> Heat:
    columns = [HeatColumn(one.touchpoint.name, str(Stage(one.stage).label)) for one in found.columns]
    rows = []
    for department in found.departments:
        cells = []
        for one in found.columns:
            crossing = found.crossings[one.stage, one.touchpoint.pk, department.pk]
            url = _url(request, one.stage, one.touchpoint.pk, department.pk, months)
            cells.append(_cell(crossing, url))
        rows.append((department.name, cells))
    return Heat(_("Mood by touchpoint and department, 0 to 100, with the number of answers"), columns, rows)


def _cell(one: Crossing, url: str) -> Cell | None:
    if one.touch is None:
        return Cell(0, 0, url=url, is_early=True) if one.part else None
    mean, readings = one.touch.mean, one.touch.readings
    if mean is None:
        return Cell(0, readings, url=url, is_early=True)
    return Cell(mean, readings, url=url, is_below_standard=one.is_slow)


def _curve(found: PathMap) -> Figure:
    stops = [Stop(one.touchpoint.name, one.mood) for one in found.columns]
    known = [(one.mood, one.touchpoint.name) for one in found.columns if one.mood is not None]
    if not known:
        sentence = _("The mood along the path cannot be told yet.")
    else:
        words = {"low": min(known)[1], "high": max(known)[1]}
        sentence = _("Mood along the path: lowest at “%(low)s”, highest at “%(high)s”.") % words
    return charts.way(sentence=sentence, stops=stops)


def _hurts(found: PathMap) -> dict[str, Any] | None:
    """Return the place with the lowest mood of all that can be told."""
    known = [one for one in found.columns if one.mood is not None]
    lowest = min(known, key=lambda one: one.mood or Decimal(), default=None)
    return {"name": lowest.touchpoint.name, "mood": lowest.mood} if lowest else None


def _lists(request: OrganizationRequest, found: PathMap, months: int) -> list[dict[str, Any]]:
    """Return the map as lists, for phones: every stage with its touchpoints, and the departments that have a part there."""
    stages = []
    for stage in Stage:
        columns = [one for one in found.columns if one.stage == stage]
        rows = [
            {
                "column": column,
                "cells": [
                    {"department": department, "cell": cell}
                    for department in found.departments
                    if (
                        cell := _cell(
                            found.crossings[stage.value, column.touchpoint.pk, department.pk],
                            _url(request, stage.value, column.touchpoint.pk, department.pk, months),
                        )
                    )
                ],
            }
            for column in columns
        ]
        if rows:
            stages.append({"stage": stage, "rows": rows})
    return stages


def _place(request: OrganizationRequest) -> HttpResponse:
    """What a mood of the map rests on: every talk about the place, and how the department's part was drawn."""
    stage = request.GET.get("stage", "")
    if stage not in Stage.values:
        raise Http404
    touchpoint = get_object_or_404(Touchpoint, pk=as_id(request.GET["touchpoint"]))
    department = get_object_or_404(Department, pk=as_id(request.GET.get("dept", "")))
    months = _months(request)
    since, until = _span(months)
    may_unseal = request.seat.role in LEADERSHIP
    is_sealed = may_unseal and request.GET.get("with") == "confidential"
    place: dict[str, Any] = {"stage": stage, "touchpoint": touchpoint, "department": department}
    version = queries.in_force(at=clock.now())
    rows = queries.said_at(**place, confidential=is_sealed, since=since)
    page = pagination.page_of(rows, order="-happened_at", after=pagination.wanted_page(request))
    reader: Any = {"slug": request.seat.slug, "role": request.seat.role, "employee_id": request.employee.pk}
    links = words.links_of(page.rows, **reader)
    context = {
        **place,
        "stage": Stage(stage),
        "months": months,
        "part": queries.part_at(version, **place),
        "figures": queries.figures_at(**place),
        "touch": queries.touch_at(**place, since=since, until=until),
        "rows": [(one, words.say(one), links.get(one.pk, "")) for one in page.rows],
        "may_unseal": may_unseal,
        "is_sealed": is_sealed,
        "sealed": queries.with_confidential(**place, since=since) if is_sealed else None,
        "query": request.GET.urlencode(),
        "fewest": request.organization.confidentiality_group,
        **pagination.links(request, page),
    }
    return htmx.page(request, f"{FOLDER}/place.html", f"{FOLDER}/_readings.html", context)
