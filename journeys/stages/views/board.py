"""Clients by stage, moved by a form; dragging sends the same form."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.clients import queries as registry
from accounts.clients.enums import Pace, Stage
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from journeys.stages import actions, queries

FOLDER = "journeys/stages/board"


@in_organization(Right.SEE_CLIENTS)
@require_safe
def board(request: OrganizationRequest) -> HttpResponse:
    """A column of each stage with the first clients of it, all of them or those who take too long."""
    wanted = request.GET.get("pace", "")
    pace = wanted if wanted in {Pace.BEHIND, Pace.STUCK} else ""
    figures = {one.stage: one.figures for one in queries.funnel(None)}
    columns = [
        {"stage": stage, "rows": queries.on_board(stage=stage, pace=pace), "figures": figures[stage]} for stage in Stage
    ]
    choices: list[dict[str, Any]] = [
        {"label": label, "url": f"{request.path}?pace={key}" if key else request.path, "is_current": key == pace}
        for key, label in (("", _("All")), (Pace.BEHIND.value, Pace.BEHIND.label), (Pace.STUCK.value, Pace.STUCK.label))
    ]
    context = {
        "columns": columns,
        "choices": choices,
        "stages": Stage,
        "pace": pace,
        "unplaced": [] if pace else queries.on_board(stage="", pace=""),
    }
    return render(request, f"{FOLDER}/board.html", context)


@in_organization(Right.MANAGE_CLIENTS)
@require_POST
def move(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Let the client enter another stage, as its page does."""
    client = get_object_or_404(registry.clients(), pk=client_id)
    wanted = request.POST.get("stage", "")
    if wanted not in Stage.values:
        messages.error(request, _("Choose a stage; nothing was moved."))
    else:
        stage = Stage(wanted)
        actions.enter(client=client, stage=stage, by=request.employee, now=clock.now())
        messages.success(request, _("%(name)s: %(stage)s.") % {"name": client.name, "stage": stage.label})
    return redirect("journey-board", slug=request.seat.slug)
