"""Every plan, and one of them with what it has changed."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.models import Employee
from accounts.organizations.roles import LEADERSHIP, Right, has_right
from accounts.web import htmx, pagination
from journeys.initiatives import queries
from journeys.initiatives.forms import StepForm
from journeys.initiatives.models import OPEN, Initiative, InitiativeStep, Metric, State
from journeys.stages.actions import today

FOLDER = "journeys/initiatives"
ENDED = (State.FINISHED, State.STOPPED)


@in_organization(Right.SEE_CLIENTS)
@require_safe
def initiatives(request: OrganizationRequest) -> HttpResponse:
    """The plans that are open, or those that have ended, the newest first."""
    is_ended = request.GET.get("state") == "ended"
    rows = queries.initiatives(states=ENDED if is_ended else OPEN)
    page = pagination.page_of(rows, order="-created_at", after=pagination.wanted_page(request))
    least = request.organization.confidentiality_group
    context = {
        "rows": [(row, row.difference(fewest=least)) for row in page.rows],
        "choices": [
            {"label": pgettext("initiatives", "Open"), "url": request.path, "is_current": not is_ended},
            {"label": pgettext("initiatives", "Ended"), "url": f"{request.path}?state=ended", "is_current": is_ended},
        ],
        "is_ended": is_ended,
        "today": today(clock.now()),
        **pagination.links(request, page),
    }
    return htmx.page(request, f"{FOLDER}/list.html", f"{FOLDER}/_list.html", context)


@in_organization(Right.SEE_CLIENTS)
@require_safe
def initiative(request: OrganizationRequest, initiative_id: uuid.UUID) -> HttpResponse:
    """One plan: what hurts, its goal, what was measured before and after, its steps and its money."""
    return page(request, get_object_or_404(queries.initiatives(), pk=initiative_id))


def page(request: OrganizationRequest, row: Initiative, *, status: int = 200, **bound: Any) -> HttpResponse:
    """Show a plan; `bound` are forms that were refused."""
    least, role = request.organization.confidentiality_group, request.seat.role
    may_change = queries.may_change(row, employee=request.employee, role=role)
    difference = row.difference(fewest=least)
    context = {
        "initiative": row,
        "steps": queries.steps_of(row),
        "difference": difference,
        "is_reached": row.is_reached(difference.after) if difference else None,
        "fewest": least,
        "evidence": _evidence(request, row),
        "today": today(clock.now()),
        "may_change": may_change,
        "may_approve": role in LEADERSHIP and row.state == State.PROPOSED,
        "step_form": StepForm(instance=InitiativeStep(), initial={"owner": row.owner_id}),
        **bound,
    }
    return render(request, f"{FOLDER}/initiative.html", context, status=status)


def _evidence(request: OrganizationRequest, row: Initiative) -> str:
    """Return where the figures come from: the place of the map, the stage's stays, the segment, or what the board counts."""
    slug, base = request.seat.slug, "period=year"  # before and after are a year at most
    if row.stage and row.touchpoint_id and row.department_id:
        query = f"?stage={row.stage}&touchpoint={row.touchpoint_id}&dept={row.department_id}"
        return reverse("journey", args=[slug]) + query
    if row.stage:
        return f"{reverse('journey-stays', args=[slug])}?stage={row.stage}"
    if row.segment_id:
        return f"{reverse('clients', args=[slug])}?segment={row.segment_id}"
    if not has_right(request.seat.role, Right.SEE_BOARD):
        return ""
    if row.metric == Metric.KEPT and row.department_id:
        return f"{reverse('board-promises', args=[slug])}?{base}&department={row.department_id}"
    if row.department_id:
        return f"{reverse('board-said', args=[slug])}?{base}&department={row.department_id}"
    return f"{reverse('board-said', args=[slug])}?{base}&touchpoint={row.touchpoint_id}" if row.touchpoint_id else ""


def may_do(step: InitiativeStep, *, employee: Employee, role: str) -> bool:
    """Tell whether this person may say that the step is done."""
    return step.owner_id == employee.pk or queries.may_change(step.initiative, employee=employee, role=role)
