"""What people speak of, where in the relation and about whose work, with their own words."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients.enums import Stage
from accounts.organizations import queries as house
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from accounts.web.charts import Cell, Column, Heat
from feedback.insights import guard, queries, words
from feedback.insights.forms import NOWHERE, PLACES, ThemesFilter
from feedback.insights.queries import Said
from feedback.insights.views.listing import slice_of
from feedback.insights.views.quoting import quotes

PAGE = "feedback/insights/themes/themes.html"
SIZE = 20
NEUTRAL = 50


@in_organization(Right.SEE_SURVEYS)
@require_safe
def themes(request: OrganizationRequest) -> HttpResponse:
    """Topics by stage, by department or by touchpoint, each crossing with its mood; one click leads to the quotes behind it."""
    departments = [(str(one.pk), one.name) for one in house.departments()]
    touchpoints = [(str(one.pk), one.name) for one in house.touchpoints()]
    form = ThemesFilter(request.GET, departments=departments, touchpoints=touchpoints)
    context: dict[str, Any] = {"tab": "themes", "filter": form}
    if not form.is_valid():
        return render(request, PAGE, context, status=422)
    by, least = form.cleaned_data["by"] or "stage", request.organization.confidentiality_group
    said = queries.said(role=request.seat.role, employee_id=request.employee.pk, now=clock.now())
    spoken = [one for one in said if one.aspects]
    behind = [one for one in spoken if _fits(one, form.cleaned_data)]
    page = slice_of(behind, after=pagination.wanted_page(request), key=lambda one: one.id, size=SIZE)
    # The table is narrowed to what it does not show itself.
    other = {name: form.cleaned_data[name] for name in (*PLACES, "role") if name != by}
    table = [one for one in spoken if _fits(one, other)]
    columns: dict[str, Any] = {"stage": Stage.choices, "department": departments, "touchpoint": touchpoints}
    context |= {
        "by": by,
        "least": least,
        "heat": _heat(table, by, dict(columns[by]), other, least=least),
        "has_words": bool(spoken),
        "quotes": quotes(request, page.rows, aspect=form.cleaned_data["aspect"]),
        "total": len(behind),
        "narrowed": form.named(),
        **pagination.links(request, page),
    }
    return render(request, PAGE, context)


def _fits(one: Said, wanted: Mapping[str, str]) -> bool:
    """Tell whether something was said there; what is empty narrows nothing."""
    aspect, role = wanted.get("aspect"), wanted.get("role")
    places = {name: wanted[name] for name in PLACES if wanted.get(name)}
    return (
        (not aspect or aspect in one.aspects)
        and (not role or one.role == role)
        and all(_column(one, name) == place for name, place in places.items())
    )


def _column(one: Said, by: str) -> str:
    if by == "stage":
        return one.stage or NOWHERE
    place = one.department if by == "department" else one.touchpoint
    return str(place) if place else NOWHERE


def _heat(
    rows: Sequence[Said], by: str, names: Mapping[str, Any], other: Mapping[str, str], *, least: int
) -> Heat | None:
    """Return the table of topics; a cell of few is kept back, and so is one that would give it away."""
    moods: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for one in rows:
        for aspect, score in one.aspects.items():
            if score is not None and aspect in words.ASPECTS:
                moods[aspect][_column(one, by)].append(NEUTRAL + NEUTRAL * score)
    if not moods:
        return None
    used = {key for cells in moods.values() for key in cells}
    shown = {key: str(name) for key, name in names.items() if key in used or by == "stage"}
    if NOWHERE in used:
        shown[NOWHERE] = _("Unknown")
    lines = []
    for aspect, name in words.ASPECTS.items():
        if aspect in moods:
            kept = guard.hidden({key: len(values) for key, values in moods[aspect].items()}, least=least)
            query = {"by": by, "aspect": aspect, **{key: value for key, value in other.items() if value}}
            cells = [_cell(moods[aspect].get(key, []), key in kept, {**query, by: key}) for key in shown]
            lines.append((str(name), cells))
    return Heat(
        caption=_("Mood of what was said, by topic"), columns=[Column(one) for one in shown.values()], rows=lines
    )


def _cell(values: Sequence[float], is_kept: bool, query: Mapping[str, str]) -> Cell | None:
    if not values:
        return None
    url = f"?{urlencode(query)}#quotes"
    return Cell(sum(values) / len(values), len(values), url=url, is_kept=is_kept)
