"""Why somebody was asked, will be, or will not: every question that was wanted, of a person and of a client."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from accounts.clients import queries as clients
from accounts.clients.views.people import client_context
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import pagination
from feedback.invitations import actions, queries, registry, words
from feedback.invitations.forms import InsistForm, StopForm
from feedback.invitations.models import AskState, PlannedAsk, Source

FOLDER = "feedback/invitations/ledger"


@in_organization(Right.SEE_SURVEYS)
@require_safe
def of_person(request: OrganizationRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Every question to a person, past and future, each with its reason."""
    contact = get_object_or_404(clients.known_contacts(), pk=contact_id)
    places = [one for one in clients.positions_of(contact_id=contact.pk) if one.left_on is None]
    context = {
        "contact": contact,
        "works_somewhere": bool(places),
        "holds": queries.holds_on(contact_id=contact.pk),
        **ledger_page(request, queries.ledger_of(contact_id=contact.pk)),
    }
    return render(request, f"{FOLDER}/person.html", context)


@in_organization(Right.SEE_SURVEYS)
@require_safe
def of_client(request: OrganizationRequest, client_id: uuid.UUID) -> HttpResponse:
    """Every question to anybody of a client, past and future, each with its reason."""
    client = get_object_or_404(clients.known_clients(), pk=client_id)
    context = {
        **client_context(request, client, "asking"),
        "holds_here": queries.holds_of(client_id=client.pk),
        **ledger_page(request, queries.ledger_at(client_id=client.pk)),
    }
    return render(request, f"{FOLDER}/client.html", context)


def ledger_page(request: OrganizationRequest, rows: QuerySet[PlannedAsk]) -> dict[str, Any]:
    """Return a page of planned questions in words, the latest first."""
    page = pagination.page_of(rows, order="-due_at", after=pagination.wanted_page(request))
    decisions, now = queries.decisions_of(page.rows), clock.now()
    causes = {
        pk: name
        for source in (Source.RULE, Source.PLAYBOOK)
        for pk, name in registry.names_of(source, _ids(page.rows, source)).items()
    }
    lines = [words.line_of(row, decisions[row.pk], now=now, cause=causes.get(row.source_id, "")) for row in page.rows]
    return {"lines": lines, **pagination.links(request, page)}


def _ids(rows: Sequence[PlannedAsk], source: Source) -> set[uuid.UUID]:
    return {row.source_id for row in rows if row.source == source and row.source_id}


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def insist(request: OrganizationRequest, ask_id: uuid.UUID) -> HttpResponse:
    """Ask somebody all the same, and say why."""
    ask = get_object_or_404(queries.planned_asks(), pk=ask_id)
    form = InsistForm(request.POST if request.method == "POST" else None)
    line = words.line_of(ask, now=clock.now())
    if form.is_valid():
        if line.may_insist:
            actions.insist(ask=ask, by=request.employee, now=clock.now(), note=form.cleaned_data["note"])
        return _decided(request, ask)
    context = {"line": line, "ask": ask, "form": form, "title": _("Ask all the same")}
    context["lead"] = _(
        "The letter leaves at once, whatever the calm limits say; only 24 hours after another one it waits."
    )
    return render(request, f"{FOLDER}/decision.html", context, status=422 if form.errors else 200)


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: OrganizationRequest, ask_id: uuid.UUID) -> HttpResponse:
    """Let a planned question never leave, and say why."""
    ask = get_object_or_404(queries.planned_asks(), pk=ask_id)
    form = StopForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        actions.stop([ask], by=request.employee, now=clock.now(), note=form.cleaned_data["note"])
        return _decided(request, ask)
    context = {"line": words.line_of(ask, now=clock.now()), "ask": ask, "form": form, "title": _("Do not ask")}
    context["lead"] = _("No letter leaves. The decision stays in the list with its reason.")
    return render(request, f"{FOLDER}/decision.html", context, status=422 if form.errors else 200)


def _decided(request: OrganizationRequest, ask: PlannedAsk) -> HttpResponse:
    row, now = queries.planned_asks().get(pk=ask.pk), clock.now()
    tell = messages.info if row.state == AskState.SENT else messages.success
    tell(request, f"{row.contact.name}. {words.told(row, now=now)}")
    return redirect("contact-asked", slug=request.seat.slug, contact_id=row.contact_id)
