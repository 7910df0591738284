"""Who is to be heard how often: in the whole house, in a segment, at one client."""

import uuid
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.clients import queries as registry
from accounts.clients.views.people import client_context
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from feedback.coverage import actions, queries
from feedback.coverage.forms import HouseTargetsForm, TargetsForm

FOLDER = "feedback/coverage/settings"


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def house(request: OrganizationRequest) -> HttpResponse:
    """The targets of everybody, and who has targets of their own."""
    data = request.POST if request.method == "POST" else None
    form = HouseTargetsForm(data, targets=queries.targets_in(), goal=request.organization.revenue_heard_goal)
    if form.is_valid():
        goal = form.cleaned_data["revenue_heard_goal"]
        actions.set_house(targets=form.wanted(), revenue_heard_goal=goal, by=request.employee, now=clock.now())
        messages.success(request, _("Saved. Lists follow in a moment."))
        return redirect("coverage-targets", slug=request.seat.slug)
    context = {"form": form, "exceptions": _exceptions(), "segments": registry.segments()}
    return render(request, f"{FOLDER}/house.html", context, status=422 if form.errors else 200)


def _exceptions() -> list[dict[str, Any]]:
    rows = groupby(queries.exceptions(), key=lambda row: (row.segment, row.client))
    return [{"segment": segment, "client": client, "targets": list(targets)} for (segment, client), targets in rows]


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def segment(request: OrganizationRequest, segment_id: uuid.UUID) -> HttpResponse:
    """The targets of a segment's clients."""
    row = get_object_or_404(registry.segments(), pk=segment_id)
    own = queries.targets_in(segment_id=row.pk)
    data = request.POST if request.method == "POST" else None
    form = TargetsForm(data, targets=queries.targets_in() | own)
    if form.is_valid():
        actions.set_targets(targets=form.wanted(), segment=row, by=request.employee, now=clock.now())
        messages.success(request, _("Saved. Lists follow in a moment."))
        return redirect("coverage-targets", slug=request.seat.slug)
    context = {"form": form, "segment": row, "has_own": bool(own)}
    return render(request, f"{FOLDER}/segment.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def drop_of_segment(request: OrganizationRequest, segment_id: uuid.UUID) -> HttpResponse:
    """Let the segment have the targets of everybody again."""
    row = get_object_or_404(registry.segments(), pk=segment_id)
    actions.drop_targets(segment=row, by=request.employee, now=clock.now())
    messages.success(request, _("%(name)s has the targets of everybody again.") % {"name": row.name})
    return redirect("coverage-targets", slug=request.seat.slug)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def client(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """The targets of one client."""
    row = get_object_or_404(registry.clients(), pk=client_id)
    own = queries.targets_in(client_id=row.pk)
    data = request.POST if request.method == "POST" else None
    form = TargetsForm(data, targets=queries.targets_of([row.pk])[row.pk])
    if form.is_valid():
        actions.set_targets(targets=form.wanted(), client=row, by=request.employee, now=clock.now())
        messages.success(request, _("Saved. Lists follow in a moment."))
        return redirect("client", slug=request.seat.slug, client_id=row.pk)
    context = {**client_context(request, row, "overview"), "form": form, "has_own": bool(own)}
    return render(request, f"{FOLDER}/client.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def drop_of_client(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Let the client have the targets of its segment, or of everybody, again."""
    row = get_object_or_404(registry.clients(), pk=client_id)
    actions.drop_targets(client=row, by=request.employee, now=clock.now())
    messages.success(request, _("%(name)s has the usual targets again.") % {"name": row.name})
    return redirect("client", slug=request.seat.slug, client_id=row.pk)
