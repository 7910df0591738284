"""How much each buyer role counts, with a look at who changes band before anything is saved."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.clients import queries as registry
from accounts.clients.models import Segment
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from feedback.happiness_index import actions, queries
from feedback.happiness_index.forms import WeightsForm

FOLDER = "feedback/happiness_index/weights"
METHODS = ["GET", "HEAD", "POST"]


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(METHODS)
def house(request: OrganizationRequest) -> HttpResponse:
    """How much each role counts everywhere, and which segments have weights of their own."""
    return _weights(request, None)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(METHODS)
def segment(request: OrganizationRequest, segment_id: uuid.UUID) -> HttpResponse:
    """How much each role counts at a segment's clients."""
    return _weights(request, get_object_or_404(registry.segments(), pk=segment_id))


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(METHODS)
def drop_of_house(request: OrganizationRequest) -> HttpResponse:
    """Ask, and let roles count as in the formula again."""
    return _drop(request, None)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(METHODS)
def drop_of_segment(request: OrganizationRequest, segment_id: uuid.UUID) -> HttpResponse:
    """Ask, and let roles count in the segment as everywhere again."""
    return _drop(request, get_object_or_404(registry.segments(), pk=segment_id))


def _weights(request: OrganizationRequest, row: Segment | None) -> HttpResponse:
    """First show who changes band, then save what was shown."""
    in_force = queries.weights_in_force()
    own, usual = in_force.get(row.pk if row else None), in_force.get(None)
    form = WeightsForm(request.POST if request.method == "POST" else None, weights=queries.as_numbers(own or usual))
    context: dict[str, Any] = {"form": form, "segment": row, "own": own, "in_force": in_force.values()}
    context["segments"] = registry.segments()
    if form.is_valid():
        wanted = form.wanted()
        if "save" in request.POST:
            actions.set_weights(weights=wanted, segment=row, by=request.employee, now=clock.now())
            messages.success(request, _("Saved. The indices follow in a moment."))
            return redirect("index-weights", slug=request.seat.slug)
        segment_id = row.pk if row else None
        context["foreseen"] = queries.foresee(weights=wanted, segment_id=segment_id, now=clock.now())
    template = "segment.html" if row else "house.html"
    return render(request, f"{FOLDER}/{template}", context, status=422 if form.errors else 200)


def _drop(request: OrganizationRequest, row: Segment | None) -> HttpResponse:
    if request.method == "POST":
        actions.drop_weights(segment=row, by=request.employee, now=clock.now())
        messages.success(request, _("Dropped. The indices follow in a moment."))
        return redirect("index-weights", slug=request.seat.slug)
    foreseen = queries.foresee(weights=None, segment_id=row.pk if row else None, now=clock.now())
    context = {"segment": row, "foreseen": foreseen, "usual": queries.as_numbers(None)}
    return render(request, f"{FOLDER}/removal.html", context)
