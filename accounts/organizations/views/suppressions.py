"""Blocked addresses: list, add by hand, remove."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.mail import blocking, queries
from accounts.mail.said import ASKED_BY_READER
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.forms import BlockForm, SuppressionFilter, UnblockForm
from accounts.organizations.roles import Right
from accounts.web import pagination
from accounts.web.once import once

FOLDER = "accounts/mail"


@in_organization(Right.MANAGE_MAIL)
@require_safe
def suppressions(request: OrganizationRequest) -> HttpResponse:
    """Every address that gets no letters, the newest entry first."""
    form = SuppressionFilter(request.GET)
    if not form.is_valid():
        return render(request, f"{FOLDER}/suppressions.html", {"filter": form}, status=422)
    chosen = form.chosen()
    rows = queries.suppressions(**chosen)
    page = pagination.page_of(rows, order="-created_at", after=pagination.wanted_page(request))
    context = {
        "filter": form,
        "is_filtered": any(chosen.values()),
        "rows": page.rows,
        "now": clock.real_now(),
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/suppressions.html", context)


@in_organization(Right.MANAGE_MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_suppression(request: OrganizationRequest) -> HttpResponse:
    """Block an address by hand; one that is blocked for longer stays as it is."""
    now = clock.real_now()
    form = BlockForm(request.POST if request.method == "POST" else None, now=now)
    if form.is_valid():
        row = blocking.block(**form.cleaned_data, by=request.employee, now=now)
        messages.success(request, _("%(address)s gets no letters.") % {"address": row.address})
        return redirect("suppressions", slug=request.seat.slug)
    return render(request, f"{FOLDER}/suppression_new.html", {"form": form}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_MAIL)
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: OrganizationRequest, suppression_id: uuid.UUID) -> HttpResponse:
    """Ask, and let an address get letters again; where the reader has asked for none, only when they say so."""
    row = get_object_or_404(queries.suppressions(), pk=suppression_id)
    is_posted = request.method == "POST"
    form = UnblockForm(request.POST if is_posted else None) if row.reason in ASKED_BY_READER else None
    if is_posted and (form is None or form.is_valid()):
        blocking.unblock(suppression=row, by=request.employee, now=clock.real_now())
        messages.success(request, _("%(address)s gets letters again.") % {"address": row.address})
        return redirect("suppressions", slug=request.seat.slug)
    context = {"suppression": row, "form": form}
    return render(request, f"{FOLDER}/suppression_removal.html", context, status=422 if is_posted else 200)
