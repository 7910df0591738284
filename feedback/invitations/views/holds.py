"""Asking nobody for now: at a client, or one person; and letting them be asked again."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.clients import queries as registry
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from feedback.invitations import actions
from feedback.invitations.forms import HoldForm
from feedback.invitations.models import BY_HAND, Hold

TEMPLATE = "feedback/invitations/ledger/hold.html"


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def hold_client(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Ask nobody of a client for now."""
    client = get_object_or_404(registry.clients(), pk=client_id)
    form = HoldForm(request.POST if request.method == "POST" else None, now=clock.now())
    if form.is_valid():
        actions.hold(client=client, cause=actions.cause_of(client), by=request.employee, now=clock.now(), **_told(form))
        messages.success(request, _("Nobody of %(name)s is asked for now.") % {"name": client.name})
        return redirect("client-asking", slug=request.seat.slug, client_id=client.pk)
    return render(request, TEMPLATE, {"form": form, "client": client}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def hold_person(request: OrganizationRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Ask one person for now nowhere."""
    contact = get_object_or_404(registry.contacts(), pk=contact_id)
    places = [one for one in registry.positions_of(contact_id=contact.pk) if one.left_on is None]
    if not places:
        raise Http404
    form = HoldForm(request.POST if request.method == "POST" else None, now=clock.now())
    if form.is_valid():
        for place in places:
            cause = actions.cause_of(place.client, contact)
            told = {"by": request.employee, "now": clock.now(), **_told(form)}
            actions.hold(client=place.client, contact=contact, cause=cause, **told)
        messages.success(request, _("%(name)s is not asked for now.") % {"name": contact.name})
        return redirect("contact-asked", slug=request.seat.slug, contact_id=contact.pk)
    return render(request, TEMPLATE, {"form": form, "contact": contact}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def release(request: OrganizationRequest, hold_id: uuid.UUID) -> HttpResponse:
    """Let people be asked again where one of us has held them by hand; what has waited finds its moment anew."""
    row = get_object_or_404(Hold.objects.filter(cause__startswith=BY_HAND), pk=hold_id)
    if row.released_at or not actions.release(cause=row.cause, by=request.employee, now=clock.now()):
        messages.info(request, _("People may be asked here already."))
    else:
        messages.success(request, _("People may be asked here again. What has waited finds its moment anew."))
    if row.contact_id:
        return redirect("contact-asked", slug=request.seat.slug, contact_id=row.contact_id)
    return redirect("client-asking", slug=request.seat.slug, client_id=row.client_id)


def _told(form: HoldForm) -> dict[str, Any]:
    return {"note": form.cleaned_data["note"], "until": form.cleaned_data["until"]}
