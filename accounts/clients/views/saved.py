"""Views of the list that somebody has saved."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import actions, queries
from accounts.clients.forms import SavedViewForm
from accounts.clients.models import SavedView
from accounts.clients.views.listing import narrowing
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right, has_right
from accounts.web.once import once

FOLDER = "accounts/clients/views"


@in_organization(Right.SEE_CLIENTS)
@require_safe
def saved_views(request: OrganizationRequest) -> HttpResponse:
    """One's own views, and everybody's."""
    rows = list(queries.saved_views(employee_id=request.employee.pk))
    may_share = _may_share(request)
    views = [(row, may_share or row.employee_id is not None) for row in rows]
    return render(request, f"{FOLDER}/list.html", {"views": views})


@in_organization(Right.SEE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_view(request: OrganizationRequest) -> HttpResponse:
    """Save the filter of the list under a name."""
    query = narrowing(QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET)
    view = SavedView(employee=request.employee, query=query[:1000])
    form = SavedViewForm(
        request.POST if request.method == "POST" else None, instance=view, may_share=_may_share(request)
    )
    if form.is_valid():
        if form.cleaned_data.get("is_shared"):
            view.employee = None
        if _saved(request, form, before=None):
            url = reverse("clients", kwargs={"slug": request.seat.slug})
            return HttpResponseRedirect(f"{url}?{view.query}")
    context = {"form": form, "query": query}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.SEE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_view(request: OrganizationRequest, view_id: uuid.UUID) -> HttpResponse:
    """Rename a view."""
    view = _view(request, view_id)
    before = audit.snapshot(view)
    form = SavedViewForm(request.POST if request.method == "POST" else None, instance=view, may_share=False)
    if form.is_valid() and _saved(request, form, before=before):
        return redirect("client-views", slug=request.seat.slug)
    context = {"form": form, "view": view, "name": before["name"]}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.SEE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_view(request: OrganizationRequest, view_id: uuid.UUID) -> HttpResponse:
    """Ask, and delete a view."""
    view = _view(request, view_id)
    if request.method != "POST":
        return render(request, f"{FOLDER}/removal.html", {"view": view})
    name = view.name
    actions.delete_view(view=view, by=request.employee, now=clock.now())
    messages.success(request, _("%(name)s is deleted.") % {"name": name})
    return redirect("client-views", slug=request.seat.slug)


def _saved(request: OrganizationRequest, form: SavedViewForm, *, before: dict[str, Any] | None) -> bool:
    """Save the view of a valid form; put a refusal onto the form."""
    try:
        actions.save_view(view=form.instance, by=request.employee, now=clock.now(), before=before)
    except actions.NameTaken:
        form.add_error("name", _("There is a view of this name already."))
    except actions.TooMany:
        form.add_error(None, _("There are 30 views already. Delete one that is no longer used."))
    else:
        messages.success(request, _("Saved."))
        return True
    return False


def _view(request: OrganizationRequest, view_id: uuid.UUID) -> SavedView:
    """Return a view that the person may change: their own, and everybody's with the right for it."""
    rows = queries.saved_views(employee_id=request.employee.pk)
    row: SavedView = get_object_or_404(rows if _may_share(request) else rows.exclude(employee=None), pk=view_id)
    return row


def _may_share(request: OrganizationRequest) -> bool:
    return has_right(request.seat.role, Right.MANAGE_CLIENTS)
