"""A survey's open link: for a kiosk, a signature, a poster. Nobody is known behind it, so nobody is named in the answer.

Everything stands on one page. Where the answers lead to more questions, the page is shown once more with them. In a kiosk
(`?kiosk=1`) the thanks make room for the next person by themselves.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.tenancy.context import tenant_context
from accounts.tokens import BadToken, Kind, read, seal, unseal
from accounts.web import request_context
from accounts.web.flood import is_flood
from feedback.responses import actions, forms, page
from feedback.responses.models import Response, Source
from feedback.responses.page import Personal, Sheet
from feedback.responses.public_views import door
from feedback.surveys import queries as surveys
from feedback.surveys import runner
from feedback.surveys.document import Document, say
from feedback.surveys.models import Survey, SurveyVersion
from feedback.surveys.recall import fill
from feedback.surveys.runner import Fault, Person

MOST, SECONDS = 30, 60  # answers from one address to one link, in so many seconds
SALT = "happiness.survey.open"
NEXT_PERSON = 10  # seconds until a kiosk shows the questions again


@dataclass(frozen=True, slots=True)
class Opened:
    """What the link opens."""

    survey: Survey
    version: SurveyVersion
    document: Document
    language: str
    url: str
    now: datetime

    @property
    def person(self) -> Person:
        return Person(role=self.survey.open_role, language=self.language)


@require_http_methods(["GET", "HEAD", "POST"])
def open_survey(request: HttpRequest, token: str) -> HttpResponse:
    """Show the questions to whoever comes, or take their answers."""
    organization_id, opened = _opened(request, token)
    with translation.override(opened.language):
        return _answered(request, organization_id, opened)


def _answered(request: HttpRequest, organization_id: uuid.UUID, opened: Opened) -> HttpResponse:
    if not opened.survey.organization.is_active:
        return _off(opened)
    if not _is_open(opened):
        return _closed(opened)
    if request.method != "POST":
        return _show(opened, at=_ticket(uuid.uuid4().hex, has_more=False), fields={})
    if _is_flood(opened.survey):
        return _failure(opened, status=429, heading=_("Too many answers"), text=_("Please wait a minute."))
    with tenant_context(organization_id):
        return _answer(request, opened)


@require_http_methods(["GET", "HEAD"])
def opened_done(request: HttpRequest, token: str) -> HttpResponse:
    """Thank, and in a kiosk make room for the next person."""
    _organization, opened = _opened(request, token)
    organization = opened.survey.organization
    known = {"organization": organization.name, "sender": ""}
    context = {
        "visit": {"sender": "", "confidentiality": ""},
        "organization": organization.name,
        "languages": [],
        "url": opened.url,
        "is_open": True,
        "thanks": fill(say(opened.document.thanks, opened.language, opened.document.languages), known),
    }
    html = page.document_html(
        "public/thanks.html", language=opened.language, color=organization.brand_color, context=context
    )
    response = door.reply(html, language=opened.language)
    if "kiosk" in request.GET:
        response["Refresh"] = f"{NEXT_PERSON}; url={opened.url}?kiosk=1"
    return response


def _opened(request: HttpRequest, token: str) -> tuple[uuid.UUID, Opened]:
    try:
        claim = read(token, kind=Kind.OPEN_SURVEY)
    except BadToken as error:
        raise Http404 from error
    with tenant_context(claim.organization_id):
        rows = Survey.objects.select_related("organization").filter(pk=claim.row_id, token_digest=claim.digest)
        survey = rows.first()
        version = surveys.latest_version(survey_id=claim.row_id) if survey else None
        if survey is None or version is None:
            raise Http404
        document = surveys.document_of(version.pk)
    wanted = request.POST.get(forms.LANGUAGE) or request.GET.get("l", "")
    usual = [one for one in (wanted, survey.organization.language) if one in document.languages]
    language = usual[0] if usual else document.languages[0]
    now = clock.real_now() + survey.organization.clock_offset
    return claim.organization_id, Opened(survey, version, document, language, reverse("open-survey", args=[token]), now)


def _is_open(opened: Opened) -> bool:
    survey = opened.survey
    ends = survey.open_until
    return not (survey.closed_at or survey.archived_at) and (ends is None or opened.now < ends)


def _is_flood(survey: Survey) -> bool:
    """Count an answer, and tell whether too many come from its address."""
    known = request_context.current()
    key = f"open-survey:{survey.pk}:{known.ip if known else ''}"
    return is_flood(key, most=MOST, seconds=SECONDS)


def _answer(request: HttpRequest, opened: Opened) -> HttpResponse:
    document, person = opened.document, opened.person
    fields = forms.typed(document, request.POST)
    key, has_more = _read_ticket(request.POST.get(forms.TICKET, ""))
    if forms.LANGUAGE in request.POST:
        return _show(opened, at=_ticket(key, has_more=has_more), fields=fields)
    cleaned = runner.clean(document, person, forms.raw_of(document, fields))
    shown = {one.question.id for one in runner.walk(document, person, {})}
    leads_on = any(one.question.id not in shown for one in runner.walk(document, person, cleaned.answers))
    again = _ticket(key, has_more=leads_on)
    if not cleaned.answers and not cleaned.faults:
        return _show(opened, at=again, fields=fields, notice=_("Answer at least one question, please."), status=422)
    if cleaned.faults or (leads_on and not has_more):
        faults = {} if leads_on and not has_more else cleaned.faults
        return _show(
            opened, at=again, fields=fields, answers=cleaned.answers, faults=faults, status=422 if faults else 200
        )
    _record(opened, cleaned.answers, key)
    kiosk = "&kiosk=1" if "kiosk" in request.GET else ""
    response = HttpResponseRedirect(f"{opened.url}done/?l={opened.language}{kiosk}")
    response.status_code = 303
    return response


def _record(opened: Opened, answers: dict[str, Any], key: str) -> None:
    """Write the answer; the same form sent twice is one."""
    if Response.objects.filter(import_key=f"open:{key}").exists():
        return
    response = Response(
        version=opened.version,
        role=opened.survey.open_role,
        language=opened.language,
        source=Source.OPEN,
        happened_at=opened.now,
        import_key=f"open:{key}",
    )
    actions.record(response=response, answers=answers, by=None, now=opened.now)


def _show(
    opened: Opened,
    *,
    at: str,
    fields: forms.Fields,
    answers: dict[str, Any] | None = None,
    faults: dict[str, Fault] | None = None,
    notice: str = "",
    status: int = 200,
) -> HttpResponse:
    organization = opened.survey.organization
    sheet = Sheet(
        document=opened.document,
        person=opened.person,
        language=opened.language,
        organization=organization.name,
        color=organization.brand_color,
        has_sender=False,
        hides_in_role=False,
        is_open=True,
        fields=fields,
        faults=faults or {},
        notice=notice,
        answers=answers or {},
    )
    html = page.render(sheet, Personal(url=opened.url, organization=organization.name, ticket=at))
    return door.reply(html, language=opened.language, status=status)


def _closed(opened: Opened) -> HttpResponse:
    return _failure(
        opened,
        status=410,
        heading=_("This survey is closed"),
        text=_("Thank you for wanting to answer. Write to us at any time."),
    )


def _off(opened: Opened) -> HttpResponse:
    return _failure(
        opened,
        status=403,
        heading=_("This link is closed for now"),
        text=_("It takes no answers at the moment. Please open it again later."),
    )


def _failure(opened: Opened, *, status: int, heading: str, text: str) -> HttpResponse:
    context = {"heading": heading, "text": text, "organization": opened.survey.organization.name}
    html = page.document_html("public/failure.html", language=opened.language, color="", context=context)
    return door.reply(html, language=opened.language, status=status)


def _ticket(key: str, *, has_more: bool) -> str:
    return seal([key, has_more], salt=SALT)


def _read_ticket(text: str) -> tuple[str, bool]:
    """Return the key of a form, and whether its page showed what earlier answers led to; any other text is a new form."""
    try:
        key, has_more = unseal(text, salt=SALT)
    except BadToken:
        return uuid.uuid4().hex, False
    return key, has_more
