"""The link to a person's own page: whether it is open, a new one, none."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.clients import actions, queries
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def personal_line(request: OrganizationRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Say whether the person's page is open; a POST gives it a new link, or closes it."""
    contact = get_object_or_404(queries.contacts(), pk=contact_id)
    act = request.POST.get("act")
    if act == "renew":
        actions.renew_line(contact=contact, by=request.employee, now=clock.now())
        messages.success(request, _("The former link opens nothing any more. The next letter brings the new one."))
    elif act == "close":
        actions.close_line(contact=contact, by=request.employee, now=clock.now())
        messages.success(request, _("The page is closed."))
    if act:
        return redirect("contact", slug=request.seat.slug, contact_id=contact.pk)
    context = {"contact": contact, "line": queries.latest_line(contact_id=contact.pk)}
    return render(request, "accounts/clients/person/line.html", context)
