"""How fast the organization is with its cases, and what may be given without asking."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from journeys.cases import actions, queries
from journeys.cases.forms import SettingsForm


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit(request: OrganizationRequest) -> HttpResponse:
    """Change hours and limits."""
    row = queries.settings()
    before = audit.snapshot(row)
    form = SettingsForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        actions.save_settings(row=form.instance, by=request.employee, now=clock.now(), before=before)
        messages.success(request, _("Saved. Steps that have begun keep their hours."))
        return redirect("case-settings", slug=request.seat.slug)
    context = {"form": form, "currency": request.organization.currency}
    return render(request, "journeys/cases/settings.html", context, status=422 if form.errors else 200)
