"""What every page behind a link begins and ends with."""

import zoneinfo
from datetime import datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation

from accounts import clock
from accounts.templatetags.ui import initials
from accounts.tokens import BadToken, Claim, Kind, read
from accounts.web.formats import dates
from feedback.responses import page, visits
from feedback.responses.page import Html
from feedback.responses.visits import State, Visit
from feedback.surveys import queries as surveys
from feedback.surveys.document import Document


def claim_of(token: str) -> Claim:
    """Return what the link claims; Http404 for whatever is no link of an invitation."""
    try:
        return read(token, kind=Kind.SURVEY)
    except BadToken as error:
        raise Http404 from error


def visit_of(claim: Claim) -> Visit:
    """Return what the link opens; Http404 for a wrong one."""
    visit = visits.visit(claim)
    if visit is None:
        raise Http404
    return visit


def now_of(visit: Visit) -> datetime:
    """Return the organization's time."""
    return clock.real_now() + visit.clock_offset


def document_of(visit: Visit) -> Document:
    return surveys.document_in(visit.organization_id, visit.version_id)


def language_of(wanted: str, visit: Visit, document: Document) -> str:
    """Return the language that the address asks for, where the survey has it; else that of the last time."""
    return wanted if wanted in document.languages else visit.last_language


def url_of(token: str) -> str:
    return reverse("survey", args=[token])


def day_of(visit: Visit, moment: datetime, language: str) -> str:
    """Return a day in words, where the sender works."""
    with translation.override(language), timezone.override(zone_of(visit)):
        return dates.day(moment)


def zone_of(visit: Visit) -> zoneinfo.ZoneInfo:
    return zoneinfo.ZoneInfo(visit.time_zone or "UTC")


def reply(html: Html, *, language: str, status: int = 200) -> HttpResponse:
    """Return a page with the policy that allows its own style."""
    headers = {"Content-Security-Policy": html.policy(), "Content-Language": language}
    return HttpResponse(html.content, status=status, headers=headers)


def other_page(
    template: str, visit: Visit, *, url: str, language: str, document: Document, status: int = 200, **context: Any
) -> HttpResponse:
    """Return one of the pages around the survey, in its look."""
    known = {
        "visit": visit,
        "organization": visit.organization,
        "brand": initials(visit.organization),
        "languages": [(one, page.LANGUAGE_LINKS.get(one, one)) for one in document.languages],
        "url": url,
    }
    html = page.document_html(template, language=language, color=visit.color, context={**known, **context})
    return reply(html, language=language, status=status)


def gone(visit: Visit, state: State, *, url: str, language: str = "") -> HttpResponse:
    """Say why a true link opens nothing now or any more, whom to write to, and offer to be asked again."""
    document = document_of(visit)
    language = language_of(language, visit, document)
    when = visit.happened_at or visit.expires_at
    return other_page(
        "public/gone.html",
        visit,
        url=url,
        language=language,
        document=document,
        status=403 if state == State.OFF else 410,
        state=str(state),
        day=day_of(visit, when, language),
        may_ask=state in {State.EXPIRED, State.CLOSED, State.REVOKED} and not visit.is_erased,
    )
