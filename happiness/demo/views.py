"""The pages of a demo company about itself: its clock, and the tour. Every other organization has none of them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.actions import NotADemo, TooFar
from accounts.organizations.roles import Right
from accounts.web import htmx
from happiness.demo import queries, stepping, tour

WEEK = 7


@in_organization(Right.OPEN)
@require_safe
def demo(request: OrganizationRequest) -> HttpResponse:
    """Show what time it is here, what happened lately, and how many days are still to pass."""
    if not request.organization.is_demo:
        raise Http404
    now = clock.now()
    days = queries.days(zone=request.organization.time_zone, now=now)
    waiting = stepping.waiting()
    context = {"now": now, "days": days, "waiting": waiting, "passed": WEEK - waiting, "week": WEEK}
    return htmx.page(request, "happiness/demo/demo.html", "happiness/demo/_days.html", context)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def step_clock(request: OrganizationRequest) -> HttpResponse:
    """Let a day or a week pass, from morning to morning: what is due by then happens in a moment."""
    days = WEEK if request.POST.get("days") == str(WEEK) else 1
    if stepping.waiting():
        messages.info(request, _("Some days are still passing. Wait until they are over."))
        return redirect("demo", slug=request.seat.slug)
    try:
        stepping.ask_for(days=days, by=request.employee, now=clock.now())
    except NotADemo as error:
        raise Http404 from error
    except TooFar:
        messages.error(request, _("The demo already stands a year ahead."))
    return redirect("demo", slug=request.seat.slug)


@in_organization(Right.OPEN)
@require_POST
def go(request: OrganizationRequest) -> HttpResponse:
    """Lead to a step of the tour, and remember it; 0 closes the tour where it is."""
    if not request.organization.is_demo:
        raise Http404
    slug, steps = request.seat.slug, tour.steps_for(request.seat.role)
    kept = request.session.get(tour.KEY, {})
    number = {str(one): one for one in range(len(steps) + 1)}.get(request.POST.get("step", ""), 1)
    last = kept.get("step", 1) if kept.get("slug") == slug else 1
    request.session[tour.KEY] = {"slug": slug, "step": number or last, "is_open": bool(number)}
    return redirect(tour.address(steps[number - 1], slug=slug)) if number else redirect("home", slug=slug)
