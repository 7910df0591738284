"""What every page behind a person's own link begins and ends with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

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
from feedback.personal_line import queries
from feedback.personal_line.queries import Visit
from feedback.responses import page

MOST, SECONDS = 20, 600  # acts by one link, in so many seconds
LANGUAGES = [(code, page.LANGUAGE_LINKS.get(code, code)) for code, _name in settings.LANGUAGES]


@dataclass(frozen=True, slots=True)
class Opened:
    """A person at their page, in one language."""

    visit: Visit
    token: str
    language: str
    now: datetime

    def url(self, name: str, query: str = "") -> str:
        """Return the address of one of the pages, in the same language."""
        return f"{reverse(name, args=[self.token])}?l={self.language}{query}"

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Return one of the pages in the look of the organization."""
        organization = self.visit.organization
        known = {
            "visit": self.visit,
            "contact": self.visit.contact,
            "organization": organization.name,
            "brand": initials(organization.name),
            "languages": LANGUAGES,
            "url": reverse("line", args=[self.token]),
        }
        html = page.document_html(
            f"public/line/{template}.html",
            language=self.language,
            color=organization.brand_color,
            context={**known, **context},
            also="line.css",
        )
        headers = {"Content-Security-Policy": html.policy(), "Content-Language": self.language}
        return HttpResponse(html.content, status=status, headers=headers)

    def lead(self, name: str, query: str = "") -> HttpResponse:
        """Lead on after an act, so that "reload" does not repeat it."""
        response = HttpResponseRedirect(self.url(name, query))
        response.status_code = 303
        return response

    def is_flood(self) -> bool:
        """Count an act, and tell whether too many were done by this link."""
        return is_flood(f"personal-line:{self.visit.line.pk}", most=MOST, seconds=SECONDS)


View = Callable[[HttpRequest, Opened], HttpResponse]


def behind_link(*methods: str) -> Callable[[View], Callable[..., HttpResponse]]:
    """Call the view in the scope, the language and the zone of the person whose link it is; 404 for a wrong link, 410 for one
    that was closed.
    """

    def wrap(view: View) -> Callable[..., HttpResponse]:
        @require_http_methods(methods)
        @wraps(view)
        def opened(request: HttpRequest, token: str) -> HttpResponse:
            try:
                claim = read(token, kind=Kind.PERSONAL)
            except BadToken as error:
                raise Http404 from error
            with tenant_context(claim.organization_id):
                visit = queries.visit(claim)
                if visit is None:
                    raise Http404
                return _answer(view, request, visit, token)

        return opened

    return wrap


def _answer(view: View, request: HttpRequest, visit: Visit, token: str) -> HttpResponse:
    wanted = request.GET.get("l", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else visit.contact.language
    person = Opened(visit, token, language, clock.real_now() + visit.organization.clock_offset)
    with translation.override(language), timezone.override(visit.contact.time_zone):
        if visit.is_gone:
            return person.show("gone", status=410)
        if request.method == "POST" and person.is_flood():
            return person.show(
                "gone",
                status=429,
                notice=_("That was much at once. Please wait ten minutes, then go back and send it again."),
            )
        return view(request, person)
