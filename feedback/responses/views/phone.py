"""Answers heard by phone: one of us asks, writes down what was said, and the person gets a copy to confirm."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.clients import queries as registry
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.web.once import once
from feedback.invitations import actions as invitations
from feedback.invitations import words
from feedback.invitations.forms import AskForm
from feedback.invitations.models import Invitation, Way
from feedback.responses import actions, forms, letters
from feedback.responses.models import Source
from feedback.responses.phone import PhoneForm
from feedback.surveys import queries as surveys
from feedback.surveys import runner
from feedback.surveys.runner import Person

FOLDER = "feedback/responses"


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def call(request: OrganizationRequest, contact_id: uuid.UUID) -> HttpResponse:
    """Choose what to ask a person by phone."""
    contact = get_object_or_404(registry.contacts(), pk=contact_id)
    positions = [one for one in registry.positions_of(contact_id=contact.pk) if one.left_on is None]
    if not positions:
        raise Http404
    initial = {"role": next((role.role for one in positions for role in one.roles.all() if not role.valid_until), "")}
    data, now = request.POST if request.method == "POST" else None, clock.now()
    form = AskForm(data, positions=positions, initial=initial)
    if form.is_valid():
        position = form.cleaned_data["position"]
        try:
            invitation = invitations.ask(
                contact=position.contact,
                client=position.client,
                survey=form.cleaned_data["survey"],
                role=form.cleaned_data["role"],
                way=Way.PHONE,
                by=request.employee,
                now=now,
            )
        except invitations.NotAskable as error:
            form.add_error(None, [words.OBSTACLES[one] for one in error.obstacles])
        except invitations.NotPublished:
            form.add_error("survey", _("Nobody answers this survey any more. Choose another one."))
        else:
            return redirect("call-answers", slug=request.seat.slug, invitation_id=invitation.pk)
    context = {"contact": contact, "form": form}
    return render(request, f"{FOLDER}/call.html", context, status=422 if form.errors else 200)


@in_organization(Right.LOG_CONTACTS)
@require_http_methods(["GET", "HEAD", "POST"])
def call_answers(request: OrganizationRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Write down what the person says, question by question: marked as heard, not as given. A letter may have asked before."""
    rows = Invitation.objects.select_related("contact", "client", "version__survey", "sender", "organization")
    invitation = get_object_or_404(rows, pk=invitation_id, closed_at=None)
    if invitation.answered_at:
        messages.info(request, _("What was said is written down already."))
        return redirect("contact", slug=request.seat.slug, contact_id=invitation.contact_id)
    document = surveys.document_of(invitation.version_id)
    data = request.POST if request.method == "POST" else None
    form = PhoneForm(data, document=document, language=invitation.language)
    if data is not None and _write_down(request, invitation, form):
        messages.success(request, _("What %(name)s said is written down.") % {"name": invitation.contact.name})
        return redirect("contact", slug=request.seat.slug, contact_id=invitation.contact_id)
    context = {"invitation": invitation, "form": form, "document": document}
    return render(request, f"{FOLDER}/call_answers.html", context, status=200 if data is None else 422)


def _write_down(request: OrganizationRequest, invitation: Invitation, form: PhoneForm) -> bool:
    """Record the answers and send the copy; with faults say them at their questions and return False."""
    document, now = form.document, clock.now()
    person = Person(
        role=invitation.role,
        stage=invitation.stage,
        segment=str(invitation.segment_id or ""),
        language=invitation.language,
        facts=invitation.facts,
    )
    found: Any = runner.clean(document, person, forms.raw_of(document, forms.typed(document, request.POST)))
    if not found.answers and not found.faults:
        form.add_error(None, _("Write down at least one answer."))
        return False
    if found.faults:
        form.accuse(found.faults)
        return False
    response = actions.of_invitation(
        invitation, source=Source.PHONE, proxy_by=request.employee, happened_at=now, recorded_at=now
    )
    if actions.record(response=response, answers=found.answers, by=request.employee, now=now):
        letters.send_proxy_copy(response, by=request.employee, now=now)
    return True
