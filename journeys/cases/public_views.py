"""The pages behind a case's links. No session, no cookie: the link is the credential, a GET writes nothing, a POST acts."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from accounts import clock
from accounts.organizations.models import Organization
from accounts.templatetags.ui import initials
from accounts.tenancy.context import tenant_context
from accounts.tokens import BadToken, Kind, read
from accounts.web.flood import is_flood
from feedback.responses import page
from journeys.cases import actions, queries
from journeys.cases.forms import ConfirmationForm, UnitAnswerForm
from journeys.cases.models import Case, End, State, UnitRequest

LANGUAGES = [(code, page.LANGUAGE_LINKS.get(code, code)) for code, _name in settings.LANGUAGES]
MOST, SECONDS = 20, 600  # acts by one link, in so many seconds


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody behind their link, in one language."""

    row: Any
    organization: Organization
    language: str
    now: datetime

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Return one of the pages in the look of the organization."""
        known = {
            "organization": self.organization.name,
            "brand": initials(self.organization.name),
            "languages": LANGUAGES,
        }
        html = page.document_html(
            f"public/case/{template}.html",
            language=self.language,
            color=self.organization.brand_color,
            context={**known, **context},
            also="line.css",
        )
        headers = {"Content-Security-Policy": html.policy(), "Content-Language": self.language}
        return HttpResponse(html.content, status=status, headers=headers)

    def lead(self) -> HttpResponse:
        """Lead back to the page after an act, so that "reload" does not repeat it."""
        response = HttpResponseRedirect(f"?l={self.language}")
        response.status_code = 303
        return response

    def is_flood(self) -> bool:
        """Count an act, and tell whether too many were done by this link."""
        return is_flood(f"case-link:{self.row.pk}", most=MOST, seconds=SECONDS)


View = Callable[[HttpRequest, Opened], HttpResponse]


def behind_link(kind: Kind, find: Callable[[Any], Any]) -> Callable[[View], Callable[..., HttpResponse]]:
    """Call the view in the scope and language of the person whose link it is: 404 for a wrong link, 410 for one that ended."""

    def wrap(view: View) -> Callable[..., HttpResponse]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            try:
                claim = read(token, kind=kind)
            except BadToken as error:
                raise Http404 from error
            with tenant_context(claim.organization_id):
                row = find(claim)
                if row is None:
                    raise Http404
                return _answer(view, request, row)

        return opened

    return wrap


def _answer(view: View, request: HttpRequest, row: Case | UnitRequest) -> HttpResponse:
    person: Any = row.lead if isinstance(row, UnitRequest) else row.contact
    wanted = request.GET.get("l", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else (person or row.organization).language
    now = clock.real_now() + row.organization.clock_offset
    opened = Opened(row, row.organization, language, now)
    with translation.override(language), timezone.override((person or row.organization).time_zone):
        has_ended = row.link_ends_at is None or row.link_ends_at <= now
        if has_ended or person is None or getattr(person, "erased_at", None):
            return opened.show("gone", status=410)
        if request.method == "POST" and opened.is_flood():
            return opened.show("gone", status=429, is_flood=True)
        return view(request, opened)


@behind_link(Kind.CASE, queries.case_of_claim)
def confirmation(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Ask whether it is well again; the person's word closes the case, or opens it anew."""
    case: Case = opened.row
    form = ConfirmationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["answer"] == "no":
            actions.say_not_yet(case=case, text=form.cleaned_data["text"], now=opened.now)
        else:
            with suppress(actions.NotFixed):  # an old page: the new one says how the case stands
                actions.confirm(case=case, now=opened.now)
        return opened.lead()
    context = {
        "case": case,
        "form": form,
        "is_asked": case.state == State.FIXED,
        "is_confirmed": case.end == End.CONFIRMED,
        "is_closed": case.state == State.CLOSED,
    }
    return opened.show("confirmation", **context, status=422 if form.errors else 200)


@behind_link(Kind.CASE_UNIT, queries.request_of_claim)
def unit(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Let the lead of a department say what they found out, and when it is ready."""
    row: UnitRequest = opened.row
    today = timezone.localtime(opened.now).date()
    form = UnitAnswerForm(request.POST if request.method == "POST" else None, today=today)
    if request.method == "POST" and form.is_valid():
        actions.answer_for_unit(request=row, **form.cleaned_data, now=opened.now)
        return opened.lead()
    context = {
        "request": row,
        "form": form,
        "today": today,
        "heading": f"{row.case}, {row.case.client.name}: {queries.heading(row.case)}",
    }
    return opened.show("unit", **context, status=422 if form.errors else 200)
