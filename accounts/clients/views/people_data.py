"""Erasing a person, and handing out what we hold of them."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.clients import queries
from accounts.clients.actions import people_data as actions
from accounts.clients.forms import ErasureForm
from accounts.clients.models import PersonRequest
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.files import stored_file
from accounts.web.once import once

FOLDER = "accounts/clients/person"


@in_organization(Right.EXCHANGE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def erase_person(request: OrganizationRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Say what goes and what stays, ask for the person's name, and erase."""
    contact = get_object_or_404(queries.contacts(), pk=contact_id)
    form = ErasureForm(request.POST if request.method == "POST" else None, name=contact.name)
    if form.is_valid():
        asked = actions.request_erasure(contact=contact, by=request.employee, now=clock.now())
        messages.success(request, _("The person is in no list any more. Their data is being erased."))
        return redirect("person-request", slug=request.seat.slug, request_id=asked.pk)
    context = {"contact": contact, "form": form}
    return render(request, f"{FOLDER}/erasure.html", context, status=422 if form.errors else 200)


@in_organization(Right.EXCHANGE_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def export_person(request: OrganizationRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Put together what we hold of a person, and list what was put together before."""
    contact = get_object_or_404(queries.contacts(), pk=contact_id)
    if request.method == "POST":
        asked = actions.request_export(contact=contact, by=request.employee, now=clock.now())
        return redirect("person-request", slug=request.seat.slug, request_id=asked.pk)
    context = {"contact": contact, "exports": queries.exports_of(contact_id=contact.pk)}
    return render(request, f"{FOLDER}/exports.html", context)


@in_organization(Right.EXCHANGE_DATA)
@require_safe
def person_request(request: OrganizationRequest, request_id: uuid.UUID) -> HttpResponse:
    """How far an erasure or an export is."""
    asked = get_object_or_404(PersonRequest.objects.select_related("contact", "by"), pk=request_id)
    return render(request, f"{FOLDER}/request.html", {"asked": asked})


@in_organization(Right.EXCHANGE_DATA)
@require_safe
def person_file(request: OrganizationRequest, request_id: uuid.UUID) -> HttpResponseBase:
    """The archive, for seven days; whoever takes it stands in the audit trail. Only for whom it was put together."""
    rows = PersonRequest.objects.select_related("contact").filter(by=request.employee).exclude(path="")
    asked = get_object_or_404(rows, pk=request_id)
    now = clock.now()
    if asked.finished_at is None or asked.finished_at < now - actions.KEPT:
        raise Http404
    actions.fetched(request=asked, by=request.employee, now=now)
    response = stored_file(asked.path)
    response.headers["Cache-Control"] = "no-store"
    return response
