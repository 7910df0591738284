"""Segments."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import actions, queries
from accounts.clients.forms import SegmentForm
from accounts.clients.models import Segment
from accounts.organizations import queries as house
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once

FOLDER = "accounts/clients/settings/segments"


@in_organization(Right.SEE_CLIENTS)
@require_safe
def segments(request: OrganizationRequest) -> HttpResponse:
    """The segments in use, with their owners and the number of clients."""
    return render(request, f"{FOLDER}/list.html", {"segments": queries.counted_segments()})


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_segment(request: OrganizationRequest) -> HttpResponse:
    """Add a segment."""
    return _segment(request, Segment(), before=None)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_segment(request: OrganizationRequest, segment_id: uuid.UUID) -> HttpResponse:
    """Change a segment."""
    segment = get_object_or_404(queries.segments(), pk=segment_id)
    return _segment(request, segment, before=audit.snapshot(segment))


def _segment(request: OrganizationRequest, row: Segment, *, before: dict[str, Any] | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form = SegmentForm(data, instance=row, people=house.active_employees(besides=row.owner_id))
    if form.is_valid():
        try:
            actions.save_segment(segment=row, by=request.employee, now=clock.now(), before=before)
        except actions.NameTaken:
            form.add_error("name", _("There is a segment of this name already."))
        else:
            messages.success(request, _("Saved."))
            return redirect("segments", slug=request.seat.slug)
    context = {"form": form, "is_new": before is None, "name": before and before["name"]}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def archive_segment(request: OrganizationRequest, segment_id: uuid.UUID) -> HttpResponse:
    """Ask, and offer a segment no more."""
    row = get_object_or_404(queries.counted_segments(), pk=segment_id)
    if request.method != "POST":
        return render(request, f"{FOLDER}/archive.html", {"row": row})
    actions.archive_segment(segment=row, by=request.employee, now=clock.now())
    messages.success(request, _("%(name)s is archived.") % {"name": row.name})
    return redirect("segments", slug=request.seat.slug)
