"""Writing plans down, and taking them on their way."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients.enums import Stage
from accounts.organizations import queries as organizations
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import LEADERSHIP, Right, has_right
from accounts.web.once import once
from accounts.web.text import as_id
from feedback.insights.words import ASPECTS
from journeys.initiatives import actions, queries
from journeys.initiatives.forms import EndForm, InitiativeForm
from journeys.initiatives.models import Initiative, Source, State
from journeys.stages.actions import today

FOLDER = "journeys/initiatives"


@in_organization(Right.MANAGE_INITIATIVES)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new(request: OrganizationRequest) -> HttpResponse:
    """Write a plan down; an address that names a bottleneck brings everything that is known of it."""
    now = clock.now()
    data = request.POST if request.method == "POST" else None
    form = InitiativeForm(
        data,
        instance=Initiative(),
        initial=_foreseen(request) if data is None else None,
        with_money=_sees_money(request),
    )
    if form.is_valid():
        row = actions.create(initiative=form.instance, by=request.employee, now=now)
        messages.success(request, _("The plan is proposed. Add its steps, then let top management approve it."))
        return redirect("initiative", slug=request.seat.slug, initiative_id=row.pk)
    return _form(request, form)


def _foreseen(request: OrganizationRequest) -> dict[str, Any]:
    wanted = request.GET
    source = wanted.get("from", "")
    stage, aspect = wanted.get("stage", ""), wanted.get("aspect", "")
    now = clock.now()
    row = Initiative(
        source=source if source in Source.values else Source.HAND,
        stage=stage if stage in Stage.values else "",
        touchpoint=organizations.touchpoints()
        .filter(pk__in=filter(None, [as_id(wanted.get("touchpoint", ""))]))
        .first(),
        department=organizations.departments().filter(pk__in=filter(None, [as_id(wanted.get("dept", ""))])).first(),
        aspect=aspect if aspect in ASPECTS else "",
        owner=request.employee,
        created_at=now,
    )
    row = queries.prefilled(row, today=today(now), fewest=request.organization.confidentiality_group)
    return {name: getattr(row, name, None) for name in InitiativeForm.Meta.fields if name != "ally_address"}


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit(request: OrganizationRequest, initiative_id: uuid.UUID) -> HttpResponse:
    """Change a plan."""
    row = changeable(request, initiative_id)
    before = audit.snapshot(row)
    form = InitiativeForm(
        request.POST if request.method == "POST" else None, instance=row, with_money=_sees_money(request)
    )
    if form.is_valid():
        actions.save(initiative=form.instance, by=request.employee, now=clock.now(), before=before)
        messages.success(request, _("Saved."))
        return back(request, row)
    return _form(request, form, row)


def _form(request: OrganizationRequest, form: InitiativeForm, row: Initiative | None = None) -> HttpResponse:
    context = {"form": form, "initiative": row}
    return render(request, f"{FOLDER}/form.html", context, status=422 if form.errors else 200)


@in_organization(Right.LOG_CONTACTS)
@require_POST
def approve(request: OrganizationRequest, initiative_id: uuid.UUID) -> HttpResponse:
    """Approve a proposal: top management may, without a question to anybody."""
    row = get_object_or_404(queries.initiatives(), pk=initiative_id)
    if request.seat.role not in LEADERSHIP:
        raise Http404
    try:
        actions.approve(initiative=row, by=request.employee, now=clock.now())
        messages.success(request, _("Approved."))
    except actions.NotOpen:
        messages.info(request, _("The plan has ended: nothing was changed."))
    return back(request, row)


@in_organization(Right.LOG_CONTACTS)
@require_POST
def start(request: OrganizationRequest, initiative_id: uuid.UUID) -> HttpResponse:
    """Begin a plan that was approved."""
    row = changeable(request, initiative_id)
    try:
        actions.start(initiative=row, by=request.employee, now=clock.now())
        messages.success(request, _("The plan has begun: its steps are tasks now, and what comes counts as after."))
    except actions.NotApproved:
        messages.error(request, _("Nobody has approved the plan yet. Ask top management first."))
    except actions.NotOpen:
        messages.info(request, _("The plan has ended: nothing was changed."))
    return back(request, row)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def end(request: OrganizationRequest, initiative_id: uuid.UUID) -> HttpResponse:
    """Finish a plan, or stop it and say why."""
    row = changeable(request, initiative_id)
    form = EndForm(request.POST if request.method == "POST" else None, is_running=row.state == State.RUNNING)
    if form.is_valid():
        words, now = form.cleaned_data["outcome"], clock.now()
        try:
            if form.cleaned_data["state"] == State.FINISHED:
                actions.finish(initiative=row, outcome=words, by=request.employee, now=now)
            else:
                actions.stop(initiative=row, why=words, by=request.employee, now=now)
        except (actions.NotOpen, actions.NotApproved):
            messages.info(request, _("The plan has ended: nothing was changed."))
        return back(request, row)
    context = {"form": form, "initiative": row}
    return render(request, f"{FOLDER}/end.html", context, status=422 if form.errors else 200)


def changeable(request: OrganizationRequest, initiative_id: uuid.UUID) -> Initiative:
    """Return a plan that this person may change, or answer 404."""
    row: Initiative = get_object_or_404(queries.initiatives(), pk=initiative_id)
    if not queries.may_change(row, employee=request.employee, role=request.seat.role):
        raise Http404
    return row


def back(request: OrganizationRequest, row: Initiative) -> HttpResponse:
    """Lead to the page of the plan."""
    return redirect("initiative", slug=request.seat.slug, initiative_id=row.pk)


def _sees_money(request: OrganizationRequest) -> bool:
    return has_right(request.seat.role, Right.SEE_MONEY)
