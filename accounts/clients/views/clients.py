"""A client itself: new, changed, archived and brought back."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import actions, queries
from accounts.clients.forms import ClientForm
from accounts.clients.models import Client, CustomField
from accounts.organizations import queries as house
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once

FOLDER = "accounts/clients/client"
OWN = CustomField.Subject.CLIENT


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_client(request: OrganizationRequest) -> HttpResponse:
    """Add a client; one that may be here already is shown first."""
    blank = Client(language=request.organization.language, time_zone=request.organization.time_zone)
    form = _form(request, blank)
    twins = _twins(request, form)
    if form.is_valid() and not twins:
        try:
            tags = form.cleaned_data["tags"]
            actions.register_client(client=form.instance, tags=tags, by=request.employee, now=clock.now())
        except actions.ExternalIdTaken:
            form.add_error("external_id", _("Another client has this number already."))
        else:
            messages.success(request, _("%(name)s is added.") % {"name": form.instance.name})
            return redirect("client", slug=request.seat.slug, client_id=form.instance.pk)
    context = {"form": form, "twins": twins, "is_new": True}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors or twins else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_client(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Change the details of a client."""
    client = get_object_or_404(queries.clients(), pk=client_id)
    before = audit.snapshot(client)
    form = _form(request, client)
    twins = _twins(request, form)
    if form.is_valid() and not twins:
        try:
            tags, now = form.cleaned_data["tags"], clock.now()
            actions.save_client(client=client, tags=tags, by=request.employee, now=now, before=before)
        except actions.ExternalIdTaken:
            form.add_error("external_id", _("Another client has this number already."))
        else:
            messages.success(request, _("Saved."))
            return redirect("client", slug=request.seat.slug, client_id=client.pk)
    context = {"form": form, "twins": twins, "name": before["name"], "client_id": client_id}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors or twins else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def archive_client(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Ask, and take a client out of the lists."""
    client = get_object_or_404(queries.clients(), pk=client_id)
    if request.method != "POST":
        return render(request, f"{FOLDER}/archive.html", {"client": client})
    actions.archive_client(client=client, by=request.employee, now=clock.now())
    messages.success(request, _("%(name)s is archived.") % {"name": client.name})
    return redirect("clients", slug=request.seat.slug)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def restore_client(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Bring an archived client back."""
    client = get_object_or_404(queries.known_clients(), pk=client_id)
    actions.restore_client(client=client, by=request.employee, now=clock.now())
    messages.success(request, _("%(name)s is back.") % {"name": client.name})
    return redirect("client", slug=request.seat.slug, client_id=client.pk)


def _form(request: OrganizationRequest, client: Client) -> ClientForm:
    tags = queries.tags_of(client_id=client.pk)
    return ClientForm(
        request.POST if request.method == "POST" else None,
        instance=client,
        initial={"tags": [tag.name for tag in tags]},
        people=house.active_employees(besides=[client.manager_id, client.sponsor_id]),
        segments=queries.segments(besides=client.segment_id),
        own_fields=queries.custom_fields(OWN),
        house_zone=request.organization.time_zone,
    )


def _twins(request: OrganizationRequest, form: ClientForm) -> list[Any]:
    """Return the clients that may be the one of the form, unless somebody has seen them and wants another one."""
    if "twins_seen" in request.POST or not form.is_valid() or not {"name", "domain"} & set(form.changed_data):
        return []
    name, domain = form.cleaned_data["name"], form.cleaned_data["domain"]
    return queries.twins_of(name=name, domain=domain, besides=form.instance.pk)
