"""Drawing the path: the draft, its stages and their parts, and its publication."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.audit import actions as audit
from accounts.events.models import CustomKind
from accounts.organizations import queries as organizations
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from journeys.stages import actions, queries
from journeys.stages.forms import PartForm, PublicationForm, StageDesignForm
from journeys.stages.models import JourneyPart, JourneyStage

FOLDER = "journeys/stages/design"


@in_organization(Right.SEE_PEOPLE)
@require_safe
def design(request: OrganizationRequest) -> HttpResponse:
    """The draft of the path, else the version in force."""
    draft = queries.draft()
    version = draft or queries.in_force(at=clock.now())
    parts = queries.parts_of(version) if version else []
    context = {
        "draft": draft,
        "version": version,
        "stages": [
            (stage, [part for part in parts if part.stage_id == stage.pk])
            for stage in queries.stages_of(version).values()
        ],
    }
    return render(request, f"{FOLDER}/design.html", context)


@in_organization(Right.MANAGE_STRUCTURE)
@require_POST
def start_draft(request: OrganizationRequest) -> HttpResponse:
    """Begin a draft: of the version in force, or of the usual path."""
    actions.start_draft(by=request.employee, now=clock.now())
    return redirect("journey-design", slug=request.seat.slug)


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
def stage(request: OrganizationRequest, stage_id: uuid.UUID) -> HttpResponse:
    """Change a stage of the draft: its days, its steps, and what leads into it."""
    row = get_object_or_404(JourneyStage, pk=stage_id, version__published_at=None)
    before = audit.snapshot(row)
    data = request.POST if request.method == "POST" else None
    form = StageDesignForm(data, instance=row, leading=actions.LEADING, own=CustomKind.objects.order_by("name"))
    if form.is_valid():
        return _saved(
            request, lambda: actions.save_stage(stage=row, by=request.employee, now=clock.now(), before=before)
        )
    return render(request, f"{FOLDER}/stage.html", {"form": form, "stage": row}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_part(request: OrganizationRequest, stage_id: uuid.UUID) -> HttpResponse:
    """Put a touchpoint on a stage of the draft, with a department that does something there."""
    row = get_object_or_404(JourneyStage, pk=stage_id, version__published_at=None)
    return _part(request, JourneyPart(stage=row), before=None)


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: OrganizationRequest, part_id: uuid.UUID) -> HttpResponse:
    """Change who answers for a touchpoint of the draft, its standard, and what it leads to."""
    rows = JourneyPart.objects.select_related("stage", "touchpoint", "department")
    row = get_object_or_404(rows, pk=part_id, stage__version__published_at=None)
    return _part(request, row, before=audit.snapshot(row))


def _part(request: OrganizationRequest, row: JourneyPart, *, before: dict[str, Any] | None) -> HttpResponse:
    form = PartForm(
        request.POST if request.method == "POST" else None,
        instance=row,
        touchpoints=organizations.touchpoints(),
        departments=organizations.department_choices(besides=row.department_id),
        people=organizations.active_employees(besides=row.owner_id),
    )
    if form.is_valid():
        try:
            by, now = request.employee, clock.now()
            return _saved(request, lambda: actions.save_part(part=row, by=by, now=now, before=before))
        except actions.PartTaken:
            form.add_error(None, _("The department has its part at this touchpoint already."))
    context = {"form": form, "part": row, "is_new": before is None}
    return render(request, f"{FOLDER}/part.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_STRUCTURE)
@require_POST
def remove_part(request: OrganizationRequest, part_id: uuid.UUID) -> HttpResponse:
    """Take a department's part off the draft."""
    row = get_object_or_404(JourneyPart.objects.select_related("stage"), pk=part_id, stage__version__published_at=None)
    return _saved(request, lambda: actions.remove_part(part=row, by=request.employee, now=clock.now()))


@in_organization(Right.MANAGE_STRUCTURE)
@require_http_methods(["GET", "HEAD", "POST"])
def publication(request: OrganizationRequest) -> HttpResponse:
    """Ask who changes over and when, and let the draft be in force."""
    if queries.draft() is None:
        messages.info(request, _("There is no draft: somebody has published or dropped it meanwhile."))
        return redirect("journey-design", slug=request.seat.slug)
    form = PublicationForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        version = actions.publish(by=request.employee, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("Version %(number)s is in force.") % {"number": version.number})
        return redirect("journey", slug=request.seat.slug)
    return render(request, f"{FOLDER}/publication.html", {"form": form}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_STRUCTURE)
@require_POST
def drop_draft(request: OrganizationRequest) -> HttpResponse:
    """Drop the draft; the version in force stays."""
    actions.drop_draft(by=request.employee, now=clock.now())
    messages.success(request, _("The draft is dropped; the path stays as it was."))
    return redirect("journey-design", slug=request.seat.slug)


def _saved(request: OrganizationRequest, act: Any) -> HttpResponse:
    try:
        act()
    except actions.NothingToPublish:
        messages.error(request, _("There is no draft: somebody has published or dropped it meanwhile."))
    else:
        messages.success(request, _("Saved."))
    return redirect("journey-design", slug=request.seat.slug)
