"""Beginning a playbook by hand, and deciding about a run: pause, resume, stop, leave a step out."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.clients import queries as registry
from accounts.clients.views.people import client_context
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from journeys.playbooks import actions, queries
from journeys.playbooks.forms import NoteForm, StartForm
from journeys.playbooks.models import PlaybookRun

FOLDER = "journeys/playbooks"


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def start_playbook(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Begin a playbook at a client, or for one of its people."""
    client = get_object_or_404(registry.clients(), pk=client_id)
    initial = {"playbook": request.GET.get("playbook"), "contact": request.GET.get("contact")}
    form = StartForm(request.POST if request.method == "POST" else None, client=client, initial=initial)
    if form.is_valid():
        data = form.cleaned_data
        try:
            run = actions.start_by_hand(
                playbook=data["playbook"], client=client, contact=data["contact"], by=request.employee, now=clock.now()
            )
        except actions.AlreadyRuns:
            form.add_error("playbook", _("It is at work here already. Stop that run first, or let it come to its end."))
        except actions.NotOn:
            form.add_error("playbook", _("This playbook was switched off meanwhile. Choose another one."))
        except actions.WrongSubject:
            form.add_error("contact", _("This person no longer works here. Choose another one."))
        else:
            messages.success(request, _("The playbook began. Its first step follows in a moment."))
            return redirect("playbook-run", slug=request.seat.slug, run_id=run.pk)
    context = {**client_context(request, client, "playbooks"), "form": form}
    return render(request, f"{FOLDER}/start.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_POST
def pause_run(request: OrganizationRequest, run_id: uuid.UUID) -> HttpResponse:
    """Let a run do nothing for now."""
    return _act(request, run_id, actions.pause, _("Paused. Nothing of it happens until it goes on."))


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_POST
def resume_run(request: OrganizationRequest, run_id: uuid.UUID) -> HttpResponse:
    """Let a paused run go on."""
    return _act(request, run_id, actions.resume, _("The playbook goes on."))


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def stop_run(request: OrganizationRequest, run_id: uuid.UUID) -> HttpResponse:
    """End a run early, and say why."""
    run = get_object_or_404(queries.runs(), pk=run_id)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.stop(run=run, by=request.employee, now=clock.now(), note=form.cleaned_data["note"])
        messages.success(request, _("Stopped. What it had begun is taken back."))
        return redirect("playbook-run", slug=request.seat.slug, run_id=run.pk)
    context = {"form": form, "run": run, "title": _("Stop the playbook here"), "save": _("Stop it")}
    return render(request, f"{FOLDER}/why.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_PLAYBOOKS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def skip_step(request: OrganizationRequest, run_id: uuid.UUID, number: int) -> HttpResponse:
    """Leave a step out, and say why."""
    run = get_object_or_404(queries.runs(), pk=run_id)
    step = get_object_or_404(run.steps.all(), number=number)
    form = NoteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.skip(step=step, by=request.employee, now=clock.now(), note=form.cleaned_data["note"])
        except actions.StepIsOver:
            messages.info(request, _("This step was over meanwhile: nothing was to be left out."))
        else:
            messages.success(request, _("The step is left out."))
        return redirect("playbook-run", slug=request.seat.slug, run_id=run.pk)
    context = {"form": form, "run": run, "title": _("Leave a step out"), "save": _("Leave it out")}
    return render(request, f"{FOLDER}/why.html", context, status=422 if form.errors else 200)


def _act(request: OrganizationRequest, run_id: uuid.UUID, act: Callable[..., None], said: str) -> HttpResponse:
    run = get_object_or_404(PlaybookRun, pk=run_id)
    act(run=run, by=request.employee, now=clock.now())
    messages.success(request, said)
    return redirect("playbook-run", slug=request.seat.slug, run_id=run.pk)
