"""How a survey will look to somebody: letter, page and thanks of the draft. Nothing is written, and nothing can be sent."""

import uuid
from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from accounts import clock
from accounts.clients.enums import BuyerRole, Stage
from accounts.mail import render
from accounts.mail.preview import FRAME_POLICY
from accounts.organizations.access import OrganizationRequest, in_organization
from accounts.organizations.roles import Right
from accounts.templatetags.ui import initials
from accounts.web.formats import dates
from feedback.invitations import letters
from feedback.responses import page
from feedback.responses.page import Html, Personal, Sheet
from feedback.surveys import document as documents
from feedback.surveys import queries, recall
from feedback.surveys.document import Document
from feedback.surveys.models import Survey
from feedback.surveys.runner import Person

LETTER, PAGE, THANKS = "letter", "page", "thanks"
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Guise:
    """As whom the survey is looked at; what is unknown or strange is left out."""

    person: Person
    salutation: str
    score: str


def guise_of(query: QueryDict, document: Document) -> Guise:
    """Return the person whom the address describes."""
    language = query.get("language", "")
    return Guise(
        person=Person(
            role=query.get("role", "") if query.get("role") in BuyerRole.values else "",
            stage=query.get("stage", "") if query.get("stage") in Stage.values else "",
            language=language if language in document.languages else document.languages[0],
        ),
        salutation=query.get("salutation", "").replace("\0", "").strip()[:LONGEST_NAME],
        score=query.get("score", ""),
    )


@in_organization(Right.SEE_SURVEYS)
@require_safe
@xframe_options_sameorigin
def survey_preview(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Show one part of the draft as the described person will see it, for the frame in the builder."""
    survey = get_object_or_404(Survey.objects.all(), pk=survey_id)
    document = documents.read(queries.draft_of(survey).content)
    guise, part = guise_of(request.GET, document), request.GET.get("part", PAGE)
    if part == LETTER:
        response = HttpResponse(_letter(request, document, guise))
        response["Content-Security-Policy"] = FRAME_POLICY
    else:
        html = (_thanks if part == THANKS else _page)(request, document, guise)
        response = HttpResponse(html.content)
        response["Content-Security-Policy"] = html.policy(framed_by="'self'", sends_to="'none'")
    response["Cache-Control"] = "private, no-store"
    return response


def _letter(request: OrganizationRequest, document: Document, guise: Guise) -> str:
    context = letters.content(
        document,
        guise.person,
        url=f"{settings.BASE_URL}/s/…/",
        salutation=guise.salutation,
        sender=request.employee,
        organization=request.organization,
    )
    context["brand_color"] = request.organization.brand_color
    return render.letter(letters.LETTER, language=guise.person.language, context=context).html


def _page(request: OrganizationRequest, document: Document, guise: Guise) -> Html:
    me, organization = request.employee, request.organization
    sheet = Sheet(
        document=document,
        person=guise.person,
        language=guise.person.language,
        organization=organization.name,
        color=organization.brand_color,
        has_sender=True,
        hides_in_role=True,
        fields=page.preselected(document, guise.person, guise.score),
        at=0 if page.is_stepped(document, guise.person) else None,
    )
    line = ", ".join(filter(None, (me.name, me.job_title)))
    personal = Personal(
        url=request.path, organization=organization.name, salutation=guise.salutation, sender=me.name, sender_line=line
    )
    return page.render(sheet, personal)


def _thanks(request: OrganizationRequest, document: Document, guise: Guise) -> Html:
    me, organization, language = request.employee, request.organization, guise.person.language
    known = {"salutation": guise.salutation, "organization": organization.name, "sender": me.name}
    context = {
        "visit": {"sender": me.name, "confidentiality": "named"},
        "organization": organization.name,
        "brand": initials(organization.name),
        "languages": [],
        "url": request.path,
        "thanks": recall.fill(documents.say(document.thanks, language, document.languages), known),
        "reply_day": dates.day(clock.now()) if document.reply_days else "",
    }
    return page.document_html("public/thanks.html", language=language, color=organization.brand_color, context=context)


@in_organization(Right.MANAGE_SURVEYS)
@require_POST
def send_to_myself(request: OrganizationRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Send the letter of the draft to whoever asks for it; its link leads to the preview, and no answer is kept."""
    survey = get_object_or_404(queries.surveys(), pk=survey_id)
    document = documents.read(queries.draft_of(survey).content)
    guise = guise_of(request.POST, document)
    url = settings.BASE_URL + reverse("survey-preview", kwargs={"slug": request.seat.slug, "survey_id": survey.pk})
    letters.send_sample(document, guise.person, url=url, to=request.employee, now=clock.now())
    messages.success(request, _("The letter is on its way to %(address)s.") % {"address": request.employee.email})
    return redirect("survey-edit", slug=request.seat.slug, survey_id=survey.pk)
