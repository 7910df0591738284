"""The catalogue of causes: how often each came, who mends it."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from journeys.cases import actions, queries
from journeys.cases.forms import CauseForm
from journeys.cases.models import RootCause

FOLDER = "journeys/cases/causes"


@in_organization(Right.SEE_CLIENTS)
@require_safe
def causes(request: OrganizationRequest) -> HttpResponse:
    """Every cause with how many cases it had within the time after which it is back."""
    days = queries.settings().recur_days
    rows = queries.counted_causes(since=clock.now() - timedelta(days=days))
    return render(request, f"{FOLDER}/list.html", {"causes": rows, "days": days})


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: OrganizationRequest) -> HttpResponse:
    """Add a cause."""
    return _edit(request, RootCause(), _("The cause is added."))


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
def cause(request: OrganizationRequest, cause_id: uuid.UUID) -> HttpResponse:
    """Change a cause."""
    return _edit(request, get_object_or_404(queries.causes(), pk=cause_id), _("Saved."))


def _edit(request: OrganizationRequest, row: RootCause, said: str) -> HttpResponse:
    is_new, name = row._state.adding, row.name
    before: dict[str, Any] | None = None if is_new else audit.snapshot(row)
    form = CauseForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        try:
            actions.save_cause(cause=form.instance, by=request.employee, now=clock.now(), before=before)
        except actions.CauseNameTaken:
            form.add_error("name", _("Another cause is called so. Choose that one, or another name."))
        else:
            messages.success(request, said)
            return redirect("causes", slug=request.seat.slug)
    context = {"form": form, "is_new": is_new, "name": name}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_STRUCTURE)
@require_POST
def archive(request: OrganizationRequest, cause_id: uuid.UUID) -> HttpResponse:
    """Offer the cause no longer."""
    row = get_object_or_404(queries.causes(), pk=cause_id)
    actions.archive_cause(cause=row, by=request.employee, now=clock.now())
    messages.success(request, _("“%(name)s” is offered no longer. Cases that have it keep it.") % {"name": row.name})
    return redirect("causes", slug=request.seat.slug)
