"""The page behind a reader's own link. No session, no cookie: the link decides in their name, a GET decides nothing."""

from contextlib import suppress

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.templatetags.ui import initials
from accounts.tenancy.context import tenant_context
from accounts.tokens import BadToken, Kind, read
from accounts.web.flood import is_flood
from accounts.web.formats import money
from feedback.responses import page
from journeys.decisions import actions, queries
from journeys.decisions.forms import AnswerForm
from journeys.decisions.models import Decision

MOST, SECONDS = 20, 600  # tries by one link, in so many seconds
LANGUAGES = [(code, page.LANGUAGE_LINKS.get(code, code)) for code, _name in settings.LANGUAGES]


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question, or take the answer of whoever was asked; much money leads to the sign-in."""
    try:
        claim = read(token, kind=Kind.DECISION)
    except BadToken as error:
        raise Http404 from error
    with tenant_context(claim.organization_id):
        row = queries.of_claim(claim)
        if row is None:
            raise Http404
        wanted = request.GET.get("l", "")
        language = wanted if wanted in dict(settings.LANGUAGES) else row.asked_of.language
        with translation.override(language), timezone.override(row.asked_of.time_zone):
            return _answered(request, row, language)


def _answered(request: HttpRequest, row: Decision, language: str) -> HttpResponse:
    now = clock.real_now() + row.organization.clock_offset
    if not row.organization.is_active or queries.is_over(row, now=now):
        return _show(request, row, language, state="over", status=410)
    if not row.is_open:
        return _show(request, row, language, state="answered")
    if queries.needs_sign_in(row):
        return _show(request, row, language, state="sign_in")
    form = AnswerForm(
        request.POST if request.method == "POST" else None,
        options=row.options(),
        initial={"choice": request.GET.get("c")},
    )
    if request.method == "POST" and is_flood(f"decision:{row.pk}", most=MOST, seconds=SECONDS):
        return _show(request, row, language, form=form, state="open", status=429, notice=_("Please wait ten minutes."))
    if not form.is_valid():
        return _show(request, row, language, form=form, state="open", status=422 if form.errors else 200)
    with suppress(actions.NotOpen):  # answered meanwhile: the page says what
        actions.answer(decision=row, way=Decision.Way.LINK, now=now, **form.cleaned_data)
    response = HttpResponseRedirect(f"{request.path}?l={language}")
    response.status_code = 303
    return response


def _show(request: HttpRequest, row: Decision, language: str, *, status: int = 200, **context: object) -> HttpResponse:
    known = {
        "decision": row,
        "money": money(row.amount, row.currency) if row.amount else "",
        "organization": row.organization.name,
        "brand": initials(row.organization.name),
        "languages": LANGUAGES,
        "url": request.path,
        "page": reverse("decision", args=[row.organization.slug, row.pk]),
    }
    color = row.organization.brand_color
    html = page.document_html(
        "public/decision/decide.html", language=language, color=color, context={**known, **context}, also="line.css"
    )
    headers = {"Content-Security-Policy": html.policy(), "Content-Language": language}
    return HttpResponse(html.content, status=status, headers=headers)
