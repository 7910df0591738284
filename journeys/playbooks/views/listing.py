"""Every playbook, one playbook with what came of it, one run step by step, and what runs at a client."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts import clock
from accounts.clients import queries as registry
from accounts.clients.views.people import client_context
from accounts.organizations import queries as organizations
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from journeys.playbooks import gallery, queries, script, words
from journeys.playbooks import told as sentences
from journeys.playbooks.models import OPEN, Playbook

FOLDER = "journeys/playbooks"


@in_organization(Right.SEE_CLIENTS)
@require_safe
def playbook_list(request: OrganizationRequest) -> HttpResponse:
    """Every playbook: what it is for, how often it ran, what came of it; and those that are ready-made."""
    rows, now = list(queries.playbooks()), clock.now()
    ids = [row.pk for row in rows]
    counts, effects = queries.counts_of(ids), queries.effects_of(ids, now=now)
    context = {
        "playbooks": [(row, words.opening(script.read(row.content)), counts[row.pk], effects[row.pk]) for row in rows],
        "ready_made": gallery.GALLERY,
    }
    return render(request, f"{FOLDER}/list.html", context)


@in_organization(Right.SEE_CLIENTS)
@require_safe
def playbook(request: OrganizationRequest, playbook_id: uuid.UUID) -> HttpResponse:
    """One playbook in sentences, what keeps it from being published, its runs, its effect and its versions."""
    row = get_object_or_404(Playbook.objects.select_related("owner"), pk=playbook_id)
    content = script.read(row.content)
    faults = script.missing(content, surveys=queries.askable_ids(), facts=queries.known_facts())
    versions = list(row.versions.select_related("published_by").order_by("-number")[:20])
    runs = queries.runs().filter(playbook=row)
    page = pagination.page_of(runs, order="-started_at", after=pagination.wanted_page(request))
    context: dict[str, Any] = {
        "playbook": row,
        "opening": words.opening(content),
        "closing": words.closing(content),
        "lines": words.lines(content, house(), faults),
        "fault": words.FAULTS[faults[0]] if 0 in faults else "",
        "is_ready": not faults,
        "differs": row.version and row.content not in [one.content for one in versions if one.number == row.version],
        "sorts": list(words.SORTS.items()),
        "versions": versions,
        "counts": queries.counts_of([row.pk])[row.pk],
        "effect": sentences.effect(queries.effects_of([row.pk], now=clock.now())[row.pk]),
        "runs": page.rows,
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/playbook.html", context)


@in_organization(Right.SEE_CLIENTS)
@require_safe
def run(request: OrganizationRequest, run_id: uuid.UUID) -> HttpResponse:
    """One run: what was done, what is under way, what comes, and why a step was left out."""
    row = get_object_or_404(queries.runs(), pk=run_id)
    told, where = script.read(row.version.content), house()
    steps = queries.steps_of(row)
    lines = [
        (step, line, sentences.became(step, told.steps[step.number - 1], is_over=row.ended_at is not None))
        for step, line in zip(steps, words.lines(told, where), strict=True)
    ]
    context = {
        "run": row,
        "lines": lines,
        "closing": words.closing(told),
        "is_open": row.state in OPEN,
    }
    return render(request, f"{FOLDER}/run.html", context)


@in_organization(Right.SEE_CLIENTS)
@require_safe
def client_playbooks(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """What is at work at a client and for its people, and what was."""
    client = get_object_or_404(registry.known_clients(), pk=client_id)
    page = pagination.page_of(
        queries.runs_of(client=client), order="-started_at", after=pagination.wanted_page(request)
    )
    context = {
        **client_context(request, client, "playbooks"),
        "runs": page.rows,
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/client.html", context)


def house() -> words.House:
    """Return what the organization calls what playbooks speak of."""
    return words.House(
        names=queries.condition_names(),
        employees=dict(organizations.active_employees().values_list("pk", "name")),
        departments={one.pk: one.name for one in organizations.departments()},
    )
