"""The organization's own page, and the way into the settings."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations import actions
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.forms import HouseHoursForm, OrganizationForm
from accounts.organizations.models import Organization
from accounts.organizations.roles import Right, has_right

FIRST_PAGES = [
    (Right.MANAGE_ORGANIZATION, "settings-organization"),
    (Right.SEE_PEOPLE, "people"),
    (Right.OPEN, "profile"),
]


@in_organization(Right.OPEN)
@require_safe
def entrance(request: OrganizationRequest) -> HttpResponse:
    """Lead to the first page of the settings that the role may see."""
    page = next(name for right, name in FIRST_PAGES if has_right(request.seat.role, right))
    return redirect(page, slug=request.seat.slug)


@in_organization(Right.MANAGE_ORGANIZATION)
@require_http_methods(["GET", "HEAD", "POST"])
def organization(request: OrganizationRequest) -> HttpResponse:
    """Name, address, language, time zone and logo of the organization, and its confidentiality group."""
    row = (
        Organization.objects.get()
    )  # apart from request.organization: a form that is refused must not change the frame
    before = audit.snapshot(row)
    is_sent = request.method == "POST"
    form = OrganizationForm(request.POST if is_sent else None, request.FILES if is_sent else None, instance=row)
    if form.is_valid():
        try:
            actions.save_organization(organization=row, by=request.employee, now=clock.now(), before=before)
        except actions.AddressTaken:
            form.add_error("slug", _("This address is taken. Choose another one."))
        else:
            messages.success(request, _said(row, before["slug"]))
            return redirect("settings-organization", slug=row.slug)
    context = {"form": form, "logo": before["logo"]}
    template = "accounts/organizations/settings/organization.html"
    return render(request, template, context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_ORGANIZATION)
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: OrganizationRequest) -> HttpResponse:
    """When the house works: what new people begin with, and the clock of what has no owner."""
    row = Organization.objects.get()
    before = audit.snapshot(row)
    form = HouseHoursForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        actions.save_organization(organization=row, by=request.employee, now=clock.now(), before=before)
        messages.success(request, _("Saved."))
        return redirect("settings-hours", slug=request.seat.slug)
    template = "accounts/organizations/settings/hours.html"
    return render(request, template, {"form": form}, status=422 if form.errors else 200)


def _said(row: Organization, old_slug: str) -> str:
    if row.slug == old_slug:
        return _("Saved.")
    address = settings.BASE_URL + reverse("home", args=[row.slug])
    return _("Saved. The new address is %(address)s, links with the old one no longer open.") % {"address": address}
