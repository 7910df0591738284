"""Asking many at once: whom it reaches and whom not, and why; the second person who agrees; how far it is; stopping."""

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.clients.views.bulk import ALL, chosen_clients
from accounts.mail import render as letter_render
from accounts.mail.preview import FRAME_POLICY
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web import htmx, pagination
from accounts.web.once import once
from feedback.invitations import actions, letters, queries, words
from feedback.invitations.forms import WaveForm
from feedback.invitations.models import Wave, WavePerson, WaveState
from feedback.invitations.views.ledger import ledger_page
from feedback.surveys import queries as surveys
from feedback.surveys.runner import Person

FOLDER = "feedback/invitations/waves"
IN_WORK = {WaveState.PREPARING, WaveState.RUNNING}


@in_organization(Right.SEE_SURVEYS)
@require_safe
def waves(request: OrganizationRequest) -> HttpResponse:
    """Every wave, the newest first."""
    page = pagination.page_of(queries.waves(), order="-created_at", after=pagination.wanted_page(request))
    return render(request, f"{FOLDER}/list.html", {"waves": page.rows, **pagination.links(request, page)})


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_wave(request: OrganizationRequest) -> HttpResponse:
    """Choose survey, roles and day for the chosen clients, or for all that fit a filter."""
    data = request.POST if request.method == "POST" else request.GET.copy()
    if request.method != "POST" and "which" not in data:
        data["which"] = ALL
    chosen = chosen_clients(request, data)
    number = chosen.count()
    if not number:
        messages.error(request, _("No client is chosen. Tick some in the list first."))
        return redirect("clients", slug=request.seat.slug)
    initial = {"survey": request.GET.get("survey")}
    form = WaveForm(request.POST if request.method == "POST" else None, initial=initial, now=clock.now())
    if form.is_valid():
        wanted = {
            name: form.cleaned_data[name] for name in ("survey", "roles", "per_role", "wanted_at", "heads_up_days")
        }
        wave = actions.prepare_wave(clients=chosen, by=request.employee, now=clock.now(), **wanted)
        return redirect("wave", slug=request.seat.slug, wave_id=wave.pk)
    context = {"form": form, "number": number, "which": data.get("which", ""), "query": data.get("query", "")}
    context["rows"] = data.getlist("rows") if data.get("which") != ALL else []
    return render(request, f"{FOLDER}/new.html", context, status=422 if form.errors else 200)


@in_organization(Right.SEE_SURVEYS)
@require_safe
def wave(request: OrganizationRequest, wave_id: uuid.UUID) -> HttpResponse:
    """One wave: how far the work is, then whom it would reach, then what became of it."""
    row = _wave(wave_id)
    if row.state in IN_WORK:
        context = {"wave": row, "progress": queries.progress_of(row)}
        return htmx.page(request, f"{FOLDER}/progress.html", f"{FOLDER}/_progress.html", context)
    if htmx.is_partial(request):  # the page that watched the work is led on
        return htmx.redirect(request, "wave", slug=request.seat.slug, wave_id=row.pk)
    if row.started_at or row.state == WaveState.STOPPED:
        groups = [words.outcome_of(one) for one in queries.outcomes_of(row)]
        ledger = ledger_page(request, queries.planned_asks().filter(source_id=row.pk))
        return render(request, f"{FOLDER}/result.html", {"wave": row, "groups": groups, **ledger})
    return render(request, f"{FOLDER}/preview.html", _preview(request, row))


def _preview(request: OrganizationRequest, row: Wave) -> dict[str, Any]:
    group = request.GET.get("group", "")
    found = queries.found_by(row, group=group)
    page = pagination.page_of(found, order="id", after=pagination.wanted_page(request))
    reached = queries.reached_by(row)
    return {
        "wave": row,
        "reached": reached,
        "group": group,
        "refused": [words.refused_of(one) for one in queries.refused_by(row)],
        "days": queries.days_of(row),
        "held": queries.held_by(row),
        "rows": [(one, words.found_of(one)) for one in page.rows],
        "needs_second": reached > request.organization.blast_limit,
        "limit": request.organization.blast_limit,
        "is_own": row.launched_by_id == request.employee.pk,
        **pagination.links(request, page),
    }


@in_organization(Right.SEE_SURVEYS)
@require_safe
def wave_letter(request: OrganizationRequest, wave_id: uuid.UUID, contact_id: uuid.UUID) -> HttpResponse:
    """The letter as one of the people will get it. Nothing is written, and nothing can be sent."""
    found = WavePerson.objects.select_related("contact", "client__manager", "wave")
    one = get_object_or_404(found, wave=wave_id, contact=contact_id)
    version = queries.latest_versions({one.wave.survey_id})[one.wave.survey_id]
    document = surveys.document_of(version.pk)
    language = one.contact.language if one.contact.language in document.languages else document.languages[0]
    context = letters.content(
        document,
        Person(role=one.role, segment=str(one.client.segment_id or ""), language=language),
        url=f"{settings.BASE_URL}/s/…/",
        salutation=one.contact.salutation,
        sender=one.client.manager or request.employee,
        organization=request.organization,
    )
    context["brand_color"] = request.organization.brand_color
    response = HttpResponse(letter_render.letter(letters.LETTER, language=language, context=context).html)
    response["Content-Security-Policy"] = FRAME_POLICY
    response["Cache-Control"] = "private, no-store"
    return response


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def send_sample(request: OrganizationRequest, wave_id: uuid.UUID) -> HttpResponse:
    """Send the letter to whoever asks for it; no answer is kept."""
    row = _wave(wave_id)
    version = queries.latest_versions({row.survey_id})[row.survey_id]
    document, language = surveys.document_of(version.pk), request.employee.language
    person = Person(role=row.roles[0], language=language if language in document.languages else document.languages[0])
    url = request.build_absolute_uri().removesuffix("sample/")
    letters.send_sample(document, person, url=url, to=request.employee, now=clock.now())
    messages.success(request, _("The letter is on its way to %(address)s.") % {"address": request.employee.email})
    return redirect("wave", slug=request.seat.slug, wave_id=row.pk)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def launch(request: OrganizationRequest, wave_id: uuid.UUID) -> HttpResponse:
    """Let the wave go, or let it wait for a second person."""
    row = actions.launch_wave(wave=_wave(wave_id), by=request.employee, now=clock.now())
    if row.state == WaveState.WAITING:
        messages.info(request, _("A second person has to agree. Nobody is asked before that."))
    return redirect("wave", slug=request.seat.slug, wave_id=row.pk)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def approve(request: OrganizationRequest, wave_id: uuid.UUID) -> HttpResponse:
    """Agree to somebody else's wave."""
    try:
        actions.approve_wave(wave=_wave(wave_id), by=request.employee, now=clock.now())
    except actions.SamePerson:
        messages.error(request, _("You have launched it yourself: somebody else has to agree."))
    return redirect("wave", slug=request.seat.slug, wave_id=wave_id)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def stop(request: OrganizationRequest, wave_id: uuid.UUID) -> HttpResponse:
    """Let nobody else be asked."""
    if actions.stop_wave(wave=_wave(wave_id), by=request.employee, now=clock.now()):
        messages.success(
            request, _("The wave is stopped: nobody else is asked. Letters that have left cannot be taken back.")
        )
    return redirect("wave", slug=request.seat.slug, wave_id=wave_id)


def _wave(wave_id: uuid.UUID) -> Wave:
    row: Wave = get_object_or_404(queries.waves(), pk=wave_id)
    return row
