"""The people of one client: who is heard there in which role, somebody new, and who has left."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import actions, queries, registry, tabs
from accounts.clients.enums import BuyerRole
from accounts.clients.forms import DepartureForm, NewContactForm, PositionForm
from accounts.clients.models import Client, Contact, Position
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once

FOLDER = "accounts/clients/people"


def client_context(request: OrganizationRequest, client: Client, tab: str) -> dict[str, Any]:
    """Return what layouts/client.html needs: the client, and its tabs with the open one."""
    return {"client": client, "tab": tab, "tabs": tabs.tabs_for(request.seat.role)}


@in_organization(Right.SEE_CLIENTS)
@require_safe
def people(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Everybody at the client, under the roles in which they are heard; roles with nobody are shown as gaps."""
    client = get_object_or_404(queries.known_clients(), pk=client_id)
    rows: list[Any] = list(queries.positions(client_id=client.pk))
    heard = registry.last_heard(client_id=client.pk, now=clock.now())
    for row in rows:
        row.heard_at = heard.get(row.contact_id)
    by_role = {role: [row for row in rows if role in _roles(row)] for role in BuyerRole}
    context = {
        **client_context(request, client, "people"),
        "groups": by_role.items(),
        "without_role": [row for row in rows if not _roles(row)],
        "former": queries.former_positions(client_id=client.pk),
    }
    return render(request, f"{FOLDER}/list.html", context)


def _roles(position: Any) -> list[str]:
    return [row.role for row in position.present_roles]


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_contact(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Add a person to a client: somebody new, or somebody known from another client."""
    client = get_object_or_404(queries.clients(), pk=client_id)
    blank = Contact(language=client.language, time_zone=client.time_zone, country=client.country)
    form = NewContactForm(request.POST if request.method == "POST" else None, instance=blank)
    known = None
    if form.is_valid():
        known = queries.owner_of_address(form.cleaned_data["email"])
        if known is None or request.POST.get("known") == str(known.pk):
            try:
                position = _add(request, client, form, known)
            except actions.AddressTaken:  # by somebody who was faster, or who is being erased
                form.add_error("email", _("This address was somebody else's a moment ago. Send the form again."))
            else:
                messages.success(request, _("%(name)s is added.") % {"name": position.contact.name})
                return redirect("client-people", slug=request.seat.slug, client_id=client.pk)
    context = {**client_context(request, client, "people"), "form": form, "known": known}
    return render(request, f"{FOLDER}/new.html", context, status=422 if form.errors or known else 200)


def _add(request: OrganizationRequest, client: Client, form: NewContactForm, known: Contact | None) -> Position:
    """Place the person of the form, or the one to whom the address belongs, at the client."""
    now, by = clock.now(), request.employee
    contact = known or form.instance
    if not known:
        email = form.cleaned_data["email"]
        actions.register_contact(contact=contact, addresses=[email] if email else [], by=by, now=now)
    position = actions.place(contact=contact, client=client, by=by, now=now, job_title=form.cleaned_data["job_title"])
    actions.mark_returned(position=position, by=by, now=now)
    roles = form.cleaned_data["roles"]
    actions.give_roles(position=position, roles=roles, by=by, now=now, today=client.local_date(now))
    return position


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_position(request: OrganizationRequest, position_id: uuid.UUID) -> HttpResponse:
    """Change job title, roles and influence of a person at a client."""
    position = _position(position_id)
    before = audit.snapshot(position)
    present = list(position.roles.filter(valid_until=None).values_list("role", flat=True))
    data = request.POST if request.method == "POST" else None
    form = PositionForm(data, instance=position, initial={"roles": present})
    if form.is_valid():
        now = clock.now()
        today, roles = position.client.local_date(now), form.cleaned_data["roles"]
        actions.save_position(position=position, roles=roles, by=request.employee, now=now, today=today, before=before)
        messages.success(request, _("Saved."))
        return redirect("client-people", slug=request.seat.slug, client_id=position.client_id)
    context = {**client_context(request, position.client, "people"), "form": form, "position": position}
    return render(request, f"{FOLDER}/position.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: OrganizationRequest, position_id: uuid.UUID) -> HttpResponse:
    """Note that a person has left the client, and who takes over."""
    position = _position(position_id)
    now = clock.now()
    form = DepartureForm(
        request.POST if request.method == "POST" else None,
        colleagues=queries.colleagues(position=position),
        today=position.client.local_date(now),
        since=position.started_on,
    )
    if form.is_valid():
        day, successor = form.cleaned_data["left_on"], form.cleaned_data["successor"]
        actions.mark_left(position=position, successor=successor, by=request.employee, now=now, today=day)
        said = _("%(name)s is no longer asked at %(client)s. What was said stays.")
        messages.success(request, said % {"name": position.contact.name, "client": position.client.name})
        return redirect("client-people", slug=request.seat.slug, client_id=position.client_id)
    context = {**client_context(request, position.client, "people"), "form": form, "position": position}
    return render(request, f"{FOLDER}/departure.html", context, status=422 if form.errors else 200)


def _position(position_id: uuid.UUID) -> Position:
    row: Position = get_object_or_404(queries.open_positions(), pk=position_id)
    return row
