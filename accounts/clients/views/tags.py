"""Tags: renamed, merged, deleted. They are made where they are put on a client."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import actions, queries
from accounts.clients.forms import TagForm, TagMergeForm
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right

FOLDER = "accounts/clients/settings/tags"


@in_organization(Right.SEE_CLIENTS)
@require_safe
def tags(request: OrganizationRequest) -> HttpResponse:
    """Every tag with the number of its clients."""
    return render(request, f"{FOLDER}/list.html", {"tags": queries.tags()})


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_tag(request: OrganizationRequest, tag_id: uuid.UUID) -> HttpResponse:
    """Rename a tag."""
    tag = get_object_or_404(queries.tags(), pk=tag_id)
    before = audit.snapshot(tag)
    form = TagForm(request.POST if request.method == "POST" else None, instance=tag)
    if form.is_valid():
        try:
            actions.rename_tag(tag=tag, by=request.employee, now=clock.now(), before=before)
        except actions.TagTaken:
            form.add_error("name", _("There is a tag of this name already. Merge the two instead."))
        else:
            messages.success(request, _("Saved."))
            return redirect("tags", slug=request.seat.slug)
    context = {"form": form, "tag": tag, "name": before["name"]}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_tag(request: OrganizationRequest, tag_id: uuid.UUID) -> HttpResponse:
    """Ask into which tag, and merge."""
    tag = get_object_or_404(queries.tags(), pk=tag_id)
    form = TagMergeForm(request.POST if request.method == "POST" else None, tag=tag)
    if form.is_valid():
        into, name = form.cleaned_data["into"], tag.name
        actions.merge_tags(tag=tag, into=into, by=request.employee, now=clock.now())
        messages.success(request, _("%(name)s is now %(into)s.") % {"name": name, "into": into.name})
        return redirect("tags", slug=request.seat.slug)
    return render(request, f"{FOLDER}/merge.html", {"form": form, "tag": tag}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_tag(request: OrganizationRequest, tag_id: uuid.UUID) -> HttpResponse:
    """Ask, and delete a tag."""
    tag = get_object_or_404(queries.tags(), pk=tag_id)
    if request.method != "POST":
        return render(request, f"{FOLDER}/removal.html", {"tag": tag})
    name = tag.name
    actions.delete_tag(tag=tag, by=request.employee, now=clock.now())
    messages.success(request, _("%(name)s is deleted.") % {"name": name})
    return redirect("tags", slug=request.seat.slug)
