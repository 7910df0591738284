"""Own versions of the index: counted beside the one in use, compared client by client, and switched over to by hand."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.clients import queries as registry
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import charts, formats
from accounts.web.charts import Figure, Line
from accounts.web.charts import Point as Dot
from accounts.web.once import once
from feedback.happiness_index import actions, queries
from feedback.happiness_index.forms import VersionForm
from feedback.happiness_index.models import VersionState
from feedback.happiness_index.queries import Point

FOLDER = "feedback/happiness_index/versions"
MONTHS = 13  # of the comparison
FEWEST = 2  # points of a curve


@in_organization(Right.MANAGE_CLIENTS)
@require_safe
def versions(request: OrganizationRequest) -> HttpResponse:
    """The version in use, the one on trial, and those before."""
    rows = list(queries.own_versions().select_related("by"))
    context = {
        "rows": rows,
        "formula": queries.in_use(),
        "is_on_trial": any(row.state in {VersionState.COUNTING, VersionState.READY} for row in rows),
    }
    return render(request, f"{FOLDER}/list.html", context)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_version(request: OrganizationRequest) -> HttpResponse:
    """Say what is to count otherwise; the past is counted by it at once, beside what is shown."""
    form = VersionForm(request.POST or None, formula=queries.in_use(), initial=_offered(request))
    if form.is_valid():
        try:
            row = actions.begin_version(version=form.save(commit=False), by=request.employee, now=clock.now())
        except actions.TrialUnderWay:
            form.add_error(None, _("Another version is on trial. Switch over to it or give it up first."))
        else:
            messages.success(request, _("The past is being counted. Nothing that is shown changes."))
            return redirect("index-version", slug=request.seat.slug, version_id=row.pk)
    return render(request, f"{FOLDER}/new.html", {"form": form}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_safe
def version(request: OrganizationRequest, version_id: uuid.UUID) -> HttpResponse:
    """What the version counts with, how far it is, and who changes band by it."""
    row = get_object_or_404(queries.own_versions(), pk=version_id)
    formula = queries.formula_of(row)
    context: dict[str, Any] = {"version": row, "formula": formula, "used": queries.in_use()}
    if row.state == VersionState.COUNTING:
        context["percent"] = 100 * row.counted // max(row.total, 1)
    elif row.state == VersionState.READY:
        context["foreseen"] = queries.foresee_version(formula=formula, now=clock.now())
    return render(request, f"{FOLDER}/version.html", context)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def stop(request: OrganizationRequest, version_id: uuid.UUID) -> HttpResponse:
    """Give the version up."""
    row = get_object_or_404(queries.own_versions(), pk=version_id)
    if actions.stop_version(version=row, by=request.employee, now=clock.now()):
        messages.success(request, _("Given up. What was counted by it goes."))
    return redirect("index-versions", slug=request.seat.slug)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def switch(request: OrganizationRequest, version_id: uuid.UUID) -> HttpResponse:
    """Count by the version from now on."""
    row = get_object_or_404(queries.own_versions(), pk=version_id)
    try:
        actions.switch_over(version=row, by=request.employee, now=clock.now())
    except actions.NotCounted:
        messages.error(request, _("Its past is not counted to the end. Wait for it, or begin a new version."))
    else:
        messages.success(request, _("Switched over. The indices follow in a moment."))
    return redirect("index-version", slug=request.seat.slug, version_id=row.pk)


@in_organization(Right.MANAGE_CLIENTS)
@require_safe
def compared(request: OrganizationRequest, version_id: uuid.UUID, client_id: uuid.UUID) -> HttpResponse:
    """A client's index by both versions, month by month."""
    row = get_object_or_404(queries.own_versions().exclude(state=VersionState.STOPPED), pk=version_id)
    client = get_object_or_404(registry.known_clients(), pk=client_id)
    now = clock.now()
    used, tried = (
        queries.curve(client.pk, now=now, months=MONTHS, formula=formula)
        for formula in (queries.in_use(), queries.formula_of(row))
    )
    pairs = [(before, after) for before, after in zip(used, tried, strict=True) if before.value is not None]
    context = {
        "version": row,
        "client": client,
        "pairs": [
            {"day": before.day, "before": before, "after": after, "moved": after.value - before.value}
            for before, after in reversed(pairs)
            if before.value is not None and after.value is not None
        ],
        "figure": _figure(pairs, title=row.title, name=client.name),
    }
    return render(request, f"{FOLDER}/client.html", context)


def _figure(pairs: list[tuple[Point, Point]], *, title: str, name: str) -> Figure | None:
    if len(pairs) < FEWEST:
        return None
    lines = [
        Line(label, [Dot(one.day, one.value) for one in points if one.value is not None], role)
        for label, points, role in (
            (pgettext("version", "In use"), [pair[0] for pair in pairs], ""),
            (title, [pair[1] for pair in pairs], "other"),
        )
    ]
    before, after = (formats.number(one.value or 0, 1) for one in pairs[-1])
    words = {"client": name, "before": before, "after": after, "title": title}
    return charts.line(
        sentence=_("%(client)s today: %(before)s by the version in use, %(after)s by “%(title)s”.") % words, lines=lines
    )


def _offered(request: OrganizationRequest) -> dict[str, Any]:
    """Return what an address offers for the form, such as the weights that were suggested."""
    return {name: request.GET[name] for name in VersionForm.Meta.fields if name in request.GET}
