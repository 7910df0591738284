"""Copies of letters: the address where they are sent, and the drafts of whom nobody knows."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.clients import queries as registry
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from accounts.web.text import as_id
from feedback.interactions import actions, queries
from feedback.interactions.forms import PeopleForm

FOLDER = "feedback/interactions/letters"
FOUND = 20


@in_organization(Right.MANAGE_CLIENTS)
@require_safe
def address(request: OrganizationRequest) -> HttpResponse:
    """The address, how it is used, and how many letters wait for somebody to say whose they are."""
    row = queries.letter_address()
    name = row.name() if row else ""
    context = {
        "row": row,
        "address": f"{name}@{settings.MAIL_BOUNCE_DOMAIN}" if name else "",
        "can_receive": bool(settings.MAIL_BOUNCE_DOMAIN),
        "waiting": queries.drafts().count(),
    }
    return render(request, f"{FOLDER}/address.html", context)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def renew(request: OrganizationRequest) -> HttpResponse:
    """Make an address, or a new one: the former one takes nothing any more."""
    actions.renew_letter_address(by=request.employee, now=clock.now())
    messages.success(request, _("This is the new address."))
    return redirect("letter-address", slug=request.seat.slug)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def revoke(request: OrganizationRequest) -> HttpResponse:
    """Take no copies any more."""
    actions.revoke_letter_address(by=request.employee, now=clock.now())
    messages.success(request, _("Letters to the address are no longer taken."))
    return redirect("letter-address", slug=request.seat.slug)


@in_organization(Right.MANAGE_CLIENTS)
@require_safe
def drafts(request: OrganizationRequest) -> HttpResponse:
    """Letters of whom nobody knows, oldest first."""
    page = pagination.page_of(queries.drafts(), order="happened_at", after=pagination.wanted_page(request))
    return render(request, f"{FOLDER}/drafts.html", {"rows": page.rows, **pagination.links(request, page)})


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: OrganizationRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Say whose letter it is: first the client, then the people."""
    draft = get_object_or_404(queries.drafts(), pk=draft_id)
    text = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"draft": draft, "text": text}
    if "client" not in request.GET:
        rows = queries.clients_beginning(text) if text else registry.clients()
        return render(request, f"{FOLDER}/assign.html", {**context, "rows": rows[:FOUND]})
    client = get_object_or_404(registry.clients(), pk=as_id(request.GET["client"]))
    positions = list(queries.people_at(client_id=client.pk))
    form = PeopleForm(request.POST if request.method == "POST" else None, positions=positions)
    if form.is_valid():
        return _settle(request, draft.pk, client, form)
    status = 422 if form.errors else 200
    return render(request, f"{FOLDER}/assign.html", {**context, "client": client, "form": form}, status=status)


def _settle(request: OrganizationRequest, draft_id: uuid.UUID, client: Any, form: PeopleForm) -> HttpResponse:
    people, by = form.people_there, request.employee
    try:
        actions.settle_draft(draft_id=draft_id, client=client, people=people, by=by, now=clock.now())
    except actions.AlreadyThere:
        messages.info(request, _("Somebody has settled this letter meanwhile."))
    else:
        messages.success(request, _("The letter is in the story of %(name)s.") % {"name": client.name})
    return redirect("letter-drafts", slug=request.seat.slug)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def discard(request: OrganizationRequest, draft_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    draft = get_object_or_404(queries.drafts(), pk=draft_id)
    actions.remove(interaction=draft, by=request.employee, now=clock.now())
    messages.success(request, _("The letter is discarded."))
    return redirect("letter-drafts", slug=request.seat.slug)
