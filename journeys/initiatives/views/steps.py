"""The steps of a plan."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.audit import actions as audit
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from journeys.initiatives import actions
from journeys.initiatives.forms import StepForm
from journeys.initiatives.models import InitiativeStep
from journeys.initiatives.views.listing import may_do, page
from journeys.initiatives.views.planning import back, changeable

FOLDER = "journeys/initiatives"


@in_organization(Right.LOG_CONTACTS)
@require_POST
@once
def new(request: OrganizationRequest, initiative_id: uuid.UUID) -> HttpResponse:
    """Add a step."""
    row = changeable(request, initiative_id)
    form = StepForm(request.POST, instance=InitiativeStep(initiative=row))
    if not row.is_open:
        messages.info(request, _("The plan has ended: nothing was changed."))
    elif form.is_valid():
        actions.save_step(step=form.instance, by=request.employee, now=clock.now())
    else:
        return page(request, row, status=422, step_form=form)
    return back(request, row)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit(request: OrganizationRequest, step_id: uuid.UUID) -> HttpResponse:
    """Change a step."""
    step = _step(step_id)
    row = changeable(request, step.initiative_id)
    before = audit.snapshot(step)
    form = StepForm(request.POST if request.method == "POST" else None, instance=step)
    if form.is_valid():
        actions.save_step(step=form.instance, by=request.employee, now=clock.now(), before=before)
        messages.success(request, _("Saved."))
        return back(request, row)
    context = {"form": form, "step": step, "initiative": row}
    return render(request, f"{FOLDER}/step.html", context, status=422 if form.errors else 200)


@in_organization(Right.LOG_CONTACTS)
@require_POST
def done(request: OrganizationRequest, step_id: uuid.UUID) -> HttpResponse:
    """Note that a step is done: whoever does it may, and whoever may change the plan."""
    step = _step(step_id)
    if not may_do(step, employee=request.employee, role=request.seat.role):
        raise Http404
    actions.complete_step(step=step, by=request.employee, now=clock.now())
    return back(request, step.initiative)


@in_organization(Right.LOG_CONTACTS)
@require_POST
def remove(request: OrganizationRequest, step_id: uuid.UUID) -> HttpResponse:
    """Take a step out of its plan."""
    step = _step(step_id)
    row = changeable(request, step.initiative_id)
    actions.remove_step(step=step, by=request.employee, now=clock.now())
    messages.success(request, _("The step is taken out."))
    return redirect("initiative", slug=request.seat.slug, initiative_id=row.pk)


def _step(step_id: uuid.UUID) -> InitiativeStep:
    rows = InitiativeStep.objects.select_related("initiative", "owner")
    found: InitiativeStep = get_object_or_404(rows, pk=step_id)
    return found
