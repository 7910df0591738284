"""From an empty house to the first answer: a page to come back to, and what of it the house leaves out."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.organizations import actions
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.first_steps import FirstStep
from accounts.organizations.roles import Right
from happiness.dashboard.first_steps import lead_back, path

TEMPLATE = "happiness/dashboard/first_steps.html"


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def first_steps(request: OrganizationRequest) -> HttpResponse:
    """Show every step and how far it is; leave one out, take one up again, or close the list."""
    if request.method != "POST":
        found = path(request)
        lead_back(request, found)
        return render(request, TEMPLATE, {"path": found})
    skipped, again, now = request.POST.get("skip"), request.POST.get("again"), clock.now()
    if "close" in request.POST:
        actions.skip_first_steps(steps=list(FirstStep), by=request.employee, now=now)
        messages.success(request, _("The first steps are closed. You find them in the settings."))
        return redirect("home", slug=request.seat.slug)
    if skipped in FirstStep.values:
        actions.skip_first_steps(steps=[FirstStep(skipped)], by=request.employee, now=now)
    elif again in FirstStep.values:
        actions.take_up_first_step(step=FirstStep(again), by=request.employee, now=now)
    return redirect("home" if "at_home" in request.POST else "first-steps", slug=request.seat.slug)
