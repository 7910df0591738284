"""Asking one person, and everybody who was asked about a survey."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import clock
from accounts.clients import queries as registry
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.tenancy.uuid7 import uuid7
from accounts.web import pagination
from accounts.web.once import once
from feedback.invitations import actions, queries, words
from feedback.invitations.forms import AT, CALM, AskByLetterForm
from feedback.invitations.models import AskState, Invitation, Source
from feedback.surveys import queries as surveys

FOLDER = "feedback/invitations"


@in_organization(Right.MANAGE_SURVEYS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def ask(request: OrganizationRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Ask one person by letter, in their role and language: now, or at a better moment."""
    contact = get_object_or_404(registry.contacts(), pk=contact_id)
    positions = [one for one in registry.positions_of(contact_id=contact.pk) if one.left_on is None]
    if not positions:
        raise Http404
    initial = {"role": next((role.role for one in positions for role in one.roles.all() if not role.valid_until), "")}
    data = request.POST if request.method == "POST" else None
    form = AskByLetterForm(data, positions=positions, initial=initial, now=clock.now())
    context: dict[str, Any] = {"contact": contact, "form": form, "cautions": []}
    if form.is_valid():
        if form.cleaned_data["when"] in {CALM, AT}:
            return _plan(request, form)
        try:
            _ask(request, form)
        except actions.NotAskable as error:
            form.add_error(None, [words.OBSTACLES[one] for one in error.obstacles])
        except actions.NotPublished:
            form.add_error("survey", _("Nobody answers this survey any more. Choose another one."))
        except actions.NeedsDecision as error:
            context["cautions"] = [words.CAUTIONS[one] for one in error.cautions]
        else:
            messages.success(request, _("The letter to %(name)s is on its way.") % {"name": contact.name})
            return redirect("contact", slug=request.seat.slug, contact_id=contact.pk)
    status = 422 if form.errors or context["cautions"] else 200
    return render(request, f"{FOLDER}/ask.html", context, status=status)


def _ask(request: OrganizationRequest, form: AskByLetterForm) -> Invitation:
    position = form.cleaned_data["position"]
    return actions.ask(
        contact=position.contact,
        client=position.client,
        survey=form.cleaned_data["survey"],
        role=form.cleaned_data["role"],
        is_meant=form.cleaned_data["is_meant"],
        by=request.employee,
        now=clock.now(),
    )


def _plan(request: OrganizationRequest, form: AskByLetterForm) -> HttpResponse:
    """Plan the question, and say when it will really leave."""
    position, now = form.cleaned_data["position"], clock.now()
    wanted = actions.Wanted(
        contact_id=position.contact_id,
        client_id=position.client_id,
        survey_id=form.cleaned_data["survey"].pk,
        role=form.cleaned_data["role"],
        occurrence=f"hand:{uuid7()}",
        source=Source.HAND,
        wanted_at=form.cleaned_data["wanted_at"],
        asked_by_id=request.employee.pk,
        heads_up_days=form.cleaned_data["heads_up_days"],
    )
    (row,) = actions.plan([wanted], now=now)
    ask = queries.planned_asks().get(pk=row.pk)
    tell = messages.warning if ask.state == AskState.REFUSED else messages.success
    tell(request, f"{ask.contact.name}. {words.told(ask, now=now)}")
    return redirect("contact-asked", slug=request.seat.slug, contact_id=position.contact_id)


@in_organization(Right.SEE_SURVEYS)
@require_safe
def asked(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Everybody who was asked about a survey, the last one first: who, as whom, and what became of it."""
    survey = get_object_or_404(surveys.known_surveys(), pk=survey_id)
    rows = queries.asked_about(survey_id=survey.pk)
    page = pagination.page_of(rows, order="-created_at", after=pagination.wanted_page(request))
    now = clock.now()
    context = {
        "survey": survey,
        "rows": [(row, words.state_of(row, now=now)) for row in page.rows],
        **pagination.links(request, page),
    }
    return render(request, f"{FOLDER}/asked.html", context)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def withdraw(request: OrganizationRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Take a question back: its page closes, and a letter that waits does not leave."""
    invitation = get_object_or_404(Invitation.objects.select_related("version", "contact"), pk=invitation_id)
    if actions.withdraw(invitation=invitation, by=request.employee, now=clock.now()):
        messages.success(request, _("The question to %(name)s is taken back.") % {"name": invitation.contact.name})
    else:
        messages.info(request, _("It is closed already: answered, or taken back by somebody else."))
    return redirect("survey-asked", slug=request.seat.slug, survey_id=invitation.version.survey_id)
