"""Writing a playbook: what begins it, and its steps, one at a time."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from journeys.playbooks import actions, queries, script, words
from journeys.playbooks.forms import FORMS, PlaybookForm
from journeys.playbooks.forms.playbooks import initial_of
from journeys.playbooks.models import Playbook
from journeys.playbooks.script import About, Begin, Script, Sort, Step

FOLDER = "journeys/playbooks"


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_playbook(request: OrganizationRequest) -> HttpResponse:
    """Write a playbook down; it begins nowhere before it is published."""
    initial = {"owner": request.employee, "about": About.CLIENT, "begin": Begin.CALL}
    form = PlaybookForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        data, now = form.cleaned_data, clock.now()
        try:
            row = actions.create(
                name=data["name"], scenario=data["scenario"], owner=data["owner"], content=form.script(Script()),
                by=request.employee, now=now,
            )  # fmt: skip
        except actions.NameTaken:
            form.add_error("name", _("There is a playbook of this name already. Choose another one."))
        else:
            messages.success(request, _("The playbook is written down. Add its steps."))
            return redirect("playbook", slug=request.seat.slug, playbook_id=row.pk)
    return render(request, f"{FOLDER}/new.html", {"form": form}, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_POST
@once
def install_playbook(request: OrganizationRequest) -> HttpResponse:
    """Take a playbook of the gallery, as a draft of one's own."""
    try:
        row = actions.install(key=request.POST.get("key", ""), by=request.employee, now=clock.now())
    except LookupError as error:
        raise Http404 from error
    messages.success(request, _("The playbook is yours now. Choose its surveys, change what you like, and publish it."))
    return redirect("playbook", slug=request.seat.slug, playbook_id=row.pk)


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit_playbook(request: OrganizationRequest, playbook_id: uuid.UUID) -> HttpResponse:
    """Change what a playbook is called, what it is for, how it begins and ends."""
    row = get_object_or_404(queries.playbooks(), pk=playbook_id)
    content, now = script.read(row.content), clock.now()
    initial = {"name": row.name, "scenario": row.scenario, "owner": row.owner_id, **initial_of(content)}
    form = PlaybookForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        data, by = form.cleaned_data, request.employee
        try:
            actions.save(
                playbook=row, name=data["name"], scenario=data["scenario"], owner=data["owner"], by=by, now=now
            )
        except actions.NameTaken:
            form.add_error("name", _("There is a playbook of this name already. Choose another one."))
        else:
            actions.save_script(playbook=row, content=form.script(content), by=by, now=now)
            return _saved(request, row)
    context = {"form": form, "playbook": row}
    return render(request, f"{FOLDER}/new.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def add_step(request: OrganizationRequest, playbook_id: uuid.UUID) -> HttpResponse:
    """Add a step of a sort at the end; without one, lead to where the sorts are offered."""
    row = get_object_or_404(queries.playbooks(), pk=playbook_id)
    wanted = request.GET.get("sort", "")
    if wanted not in set(Sort):
        return redirect("playbook", slug=request.seat.slug, playbook_id=row.pk)
    return _step_page(request, row, Sort(wanted))


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def edit_step(request: OrganizationRequest, playbook_id: uuid.UUID, number: int) -> HttpResponse:
    """Change one step."""
    row, content = _with_step(playbook_id, number)
    return _step_page(request, row, content.steps[number - 1].sort, number=number, step=content.steps[number - 1])


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_POST
def move_step(request: OrganizationRequest, playbook_id: uuid.UUID, number: int) -> HttpResponse:
    """Move a step up or down."""
    row, content = _with_step(playbook_id, number)
    by = -1 if request.POST.get("to") == "up" else 1
    actions.save_script(playbook=row, content=script.moved(content, number, by), by=request.employee, now=clock.now())
    return redirect("playbook", slug=request.seat.slug, playbook_id=row.pk)


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_POST
def remove_step(request: OrganizationRequest, playbook_id: uuid.UUID, number: int) -> HttpResponse:
    """Take a step out."""
    row, content = _with_step(playbook_id, number)
    actions.save_script(playbook=row, content=script.removed(content, number), by=request.employee, now=clock.now())
    return redirect("playbook", slug=request.seat.slug, playbook_id=row.pk)


def _with_step(playbook_id: uuid.UUID, number: int) -> tuple[Playbook, Script]:
    row = get_object_or_404(queries.playbooks(), pk=playbook_id)
    content = script.read(row.content)
    if not 1 <= number <= len(content.steps):
        raise Http404
    return row, content


def _step_page(
    request: OrganizationRequest, row: Playbook, sort: Sort, *, number: int = 0, step: Step | None = None
) -> HttpResponse:
    form: Any = FORMS[sort].showing(request.POST if request.method == "POST" else None, step)
    if form.is_valid():
        content = script.read(row.content)
        try:
            after = script.replaced(content, number, form.step()) if number else script.added(content, form.step())
        except script.BadScript:
            form.add_error(None, _("A playbook has forty steps at most. Begin a second one for the rest."))
        else:
            actions.save_script(playbook=row, content=after, by=request.employee, now=clock.now())
            return _saved(request, row)
    context = {"form": form, "playbook": row, "sort": words.SORTS[sort], "number": number}
    return render(request, f"{FOLDER}/step.html", context, status=422 if form.errors else 200)


def _saved(request: OrganizationRequest, row: Playbook) -> HttpResponse:
    messages.success(request, _("Saved. What runs goes on as it began; publish to begin like this from now on."))
    return redirect("playbook", slug=request.seat.slug, playbook_id=row.pk)
