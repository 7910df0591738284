"""The path of one client so far, its people on it, what it had expected, and its next step by hand."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients import queries as registry
from accounts.clients.enums import Stage
from accounts.clients.models import Client, Contact
from accounts.clients.views.people import client_context
from accounts.organizations.access import OrganizationRequest, RightMissing, in_organization
from accounts.organizations.roles import Right, has_right
from accounts.web.once import once
from journeys.stages import actions, queries
from journeys.stages.forms import CompareForm, ExpectationForm, StageForm
from journeys.stages.models import Expectation

FOLDER = "journeys/stages/client"


@in_organization(Right.SEE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def journey(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Every stage that the client and its people went through; who manages clients moves them on."""
    client = get_object_or_404(registry.known_clients(), pk=client_id)
    now = clock.now()
    form = _stage_form(request, client, None)
    if request.method == "POST" and not has_right(request.seat.role, Right.MANAGE_CLIENTS):
        raise RightMissing(Right.MANAGE_CLIENTS)
    if form.is_valid():
        return _move(request, client, form)
    people = queries.standing_of(list(queries.present_visits_of_people(client=client)), now=now)
    context = {
        **client_context(request, client, "journey"),
        "form": form,
        "path": queries.standing_of(list(queries.visits(client=client)), now=now),
        "people": people,
        "expectations": queries.expectations(client=client),
        "expectation_form": ExpectationForm(people=_people(client)),
    }
    return render(request, f"{FOLDER}/journey.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: OrganizationRequest, client_id: uuid.UUID, contact_id: uuid.UUID) -> HttpResponse:
    """Move one person of the client, while the client itself stays where it stands."""
    client = get_object_or_404(registry.clients(), pk=client_id)
    contact = get_object_or_404(_people(client), pk=contact_id)
    form = _stage_form(request, client, contact)
    if form.is_valid():
        return _move(request, client, form, contact)
    context = {**client_context(request, client, "journey"), "form": form, "person": contact}
    context["visits"] = queries.visits(client=client, contact=contact)
    return render(request, f"{FOLDER}/person.html", context, status=422 if form.errors else 200)


def _stage_form(request: OrganizationRequest, client: Client, contact: Contact | None) -> StageForm:
    present = queries.present_visit(client=client, contact=contact)
    stages = queries.stages_of(queries.in_force(at=clock.now()))
    if present and present.version:  # who began under a former version has its steps
        stages |= {key: one for key, one in queries.stages_of(present.version).items() if key == present.stage}
    data = request.POST if request.method == "POST" else None
    return StageForm(data, stages=stages, present=present)


def _move(
    request: OrganizationRequest, client: Client, form: StageForm, contact: Contact | None = None
) -> HttpResponse:
    now, stage, step = clock.now(), Stage(form.cleaned_data["stage"]), form.step
    reason = form.cleaned_data["reason"] if stage == Stage.REBOARDING else ""
    by = request.employee
    visit = actions.enter(client=client, contact=contact, stage=stage, by=by, now=now, reason=reason)
    if step:
        actions.enter_step(visit=visit, step=step, by=by, now=now)
    words = {"name": contact.name if contact else client.name, "stage": step.name if step else stage.label}
    messages.success(request, _("%(name)s: %(stage)s.") % words)
    return redirect("client-journey", slug=request.seat.slug, client_id=client.pk)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_expectation(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Write down what the client expects."""
    client = get_object_or_404(registry.clients(), pk=client_id)
    data = request.POST if request.method == "POST" else None
    form = ExpectationForm(data, instance=Expectation(client=client), people=_people(client))
    if form.is_valid():
        actions.expect(expectation=form.instance, by=request.employee, now=clock.now())
        messages.success(request, _("Written down. It will be compared with how it was."))
        return redirect("client-journey", slug=request.seat.slug, client_id=client.pk)
    context: dict[str, Any] = {**client_context(request, client, "journey"), "form": form}
    return render(request, f"{FOLDER}/expectation.html", context, status=422 if form.errors else 200)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def comparison(request: OrganizationRequest, expectation_id: uuid.UUID) -> HttpResponse:
    """Say how it was in the end, beside what the client had expected."""
    row = get_object_or_404(Expectation.objects.select_related("client", "contact"), pk=expectation_id, removed_at=None)
    before = audit.snapshot(row)
    form = CompareForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        actions.compare(expectation=form.instance, by=request.employee, now=clock.now(), before=before)
        messages.success(request, _("Compared."))
        return redirect("client-journey", slug=request.seat.slug, client_id=row.client_id)
    context: dict[str, Any] = {**client_context(request, row.client, "journey"), "form": form, "expectation": row}
    return render(request, f"{FOLDER}/comparison.html", context, status=422 if form.errors else 200)


@in_organization(Right.LOG_CONTACTS)
@require_POST
def remove_expectation(request: OrganizationRequest, expectation_id: uuid.UUID) -> HttpResponse:
    """Take back an expectation that was written by mistake."""
    row = get_object_or_404(Expectation, pk=expectation_id)
    actions.remove_expectation(expectation=row, by=request.employee, now=clock.now())
    messages.success(request, _("Removed."))
    return redirect("client-journey", slug=request.seat.slug, client_id=row.client_id)


def _people(client: Client) -> Any:
    return registry.contacts().filter(positions__client=client, positions__left_on=None).distinct()
