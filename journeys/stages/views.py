"""The path of one client so far, and its next step by hand."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.clients import queries as registry
from accounts.clients.enums import Stage
from accounts.clients.views.people import client_context
from accounts.organizations.access import OrganizationRequest, RightMissing, in_organization
from accounts.organizations.roles import Right, has_right
from journeys.stages import actions, queries
from journeys.stages.forms import StageForm


@in_organization(Right.SEE_CLIENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def journey(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Every stage that the client went through; who manages clients moves it on."""
    client = get_object_or_404(registry.known_clients(), pk=client_id)
    now = clock.now()
    present = queries.present_visit(client=client)
    form = StageForm(request.POST if request.method == "POST" else None, initial={"stage": present and present.stage})
    if request.method == "POST" and not has_right(request.seat.role, Right.MANAGE_CLIENTS):
        raise RightMissing(Right.MANAGE_CLIENTS)
    if form.is_valid():
        stage = Stage(form.cleaned_data["stage"])
        actions.enter(client=client, stage=stage, by=request.employee, now=now)
        messages.success(request, _("%(name)s: %(stage)s.") % {"name": client.name, "stage": stage.label})
        return redirect("client-journey", slug=request.seat.slug, client_id=client.pk)
    context = {
        **client_context(request, client, "journey"),
        "form": form,
        "visits": queries.visits(client=client),
    }
    return render(request, "journeys/stages/journey.html", context, status=422 if form.errors else 200)
