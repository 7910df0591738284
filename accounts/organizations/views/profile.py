"""What everybody keeps up to date about themselves, and the way out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations import actions, queries
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.forms import ProfileForm
from accounts.organizations.roles import Right
from accounts.organizations.views.acting import actor, why

FOLDER = "accounts/organizations/settings/profile"


@in_organization(Right.OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: OrganizationRequest) -> HttpResponse:
    """Name, language, time zone and working hours of the person who looks."""
    employee = get_object_or_404(queries.employees(), pk=request.employee.pk)
    before = audit.snapshot(employee)
    form = ProfileForm(request.POST if request.method == "POST" else None, instance=employee)
    if form.is_valid():
        actions.save_employee(employee=employee, before=before, **actor(request))
        with translation.override(employee.language):  # the next page may be in another language
            messages.success(request, _("Saved."))
        return redirect("profile", slug=request.seat.slug)
    context = {"form": form, "person": request.employee}
    return render(request, f"{FOLDER}/profile.html", context, status=422 if form.errors else 200)


@in_organization(Right.OPEN)
@require_http_methods(["GET", "HEAD", "POST"])
def departure(request: OrganizationRequest) -> HttpResponse:
    """Say what leaving means, and leave."""
    refusal, status = "", 200
    if request.method == "POST":
        try:
            actions.leave(employee=request.employee, now=clock.now())
        except actions.LastOwner as error:
            refusal, status = why(error), 422
        else:
            messages.success(request, _("You have left %(name)s.") % {"name": request.organization.name})
            return redirect("front-door")
    led, owned = queries.duties_of(request.employee)
    context = {"led": led, "owned": owned, "refusal": refusal}
    return render(request, f"{FOLDER}/departure.html", context, status=status)
