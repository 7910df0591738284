"""The respondents' door: pages for people without an account, behind links alone.

They are served before sessions, sign-in and languages of the browser, from addresses of their own: no cookie is read or set,
nobody is told where the page was found, and no search engine keeps it.
"""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponsePermanentRedirect
from django.urls import Resolver404, ResolverMatch, include, path, resolve
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.web import request_context
from feedback.responses import page

urlpatterns = [
    path("s/<str:token>/", include("feedback.responses.public_urls")),  # nearly all
    path("s/open/<str:token>/", include("feedback.responses.open_urls")),
    path("a/<str:token>/", include("feedback.alerts.public_urls")),
    path("p/<str:token>/", include("feedback.personal_line.public_urls")),
    path("c/", include("journeys.cases.public_urls")),
    path("k/<str:token>/", include("journeys.care.public_urls")),
    path("", include("journeys.decisions.public_urls")),
    path("", include("feedback.safe_island.public_urls")),
]

DOOR = re.compile(r"^/[acdikps]/")
FORM = "application/x-www-form-urlencoded"
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}
MOST_WRONG, WRONG_SECONDS = 20, 60  # wrong links from one address, in so many seconds
FAILURES = {
    400: (gettext_noop("This could not be read"), gettext_noop("Go back, and send it once more.")),
    404: (
        gettext_noop("This link opens nothing"),
        gettext_noop(
            "Perhaps a part of it was lost on the way. Open it from the letter once more, or answer the letter."
        ),
    ),
    413: (gettext_noop("This is too much"), gettext_noop("Go back, and say it in fewer words.")),
    429: (gettext_noop("Too many tries"), gettext_noop("Please wait a minute, then open the link from the letter.")),
}


class PublicMiddleware:
    """Answer for the public addresses; everything else goes on to the product."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not DOOR.match(request.path_info):
            return self.get_response(request)
        if settings.SECURE_SSL_REDIRECT and not request.is_secure():
            return HttpResponsePermanentRedirect(settings.BASE_URL + request.get_full_path())
        response = _answer(request)
        for name, value in HEADERS.items():
            response.headers[name] = value
        if isinstance(response, HttpResponse):
            response["Content-Length"] = str(len(response.content))
        if settings.SECURE_HSTS_SECONDS:
            response["Strict-Transport-Security"] = (
                f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
            )
        return response


def _answer(request: HttpRequest) -> HttpResponseBase:
    if not request.path_info.endswith("/"):
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{request.path}/{'?' if query else ''}{query}")
    try:
        if request.method == "POST":
            _look_at_the_body(request)
        request.resolver_match = resolve(request.path_info, "happiness.public")
        found = _served(request, request.resolver_match)
    except (Http404, Resolver404):
        return _failure(request, 429 if _is_guessing() else 404)
    except _TooLargeError:
        return _failure(request, 413)
    except (BadRequest, SuspiciousOperation):  # too many fields, or another encoding than UTF-8
        return _failure(request, 400)
    return found


def _served(request: HttpRequest, match: ResolverMatch) -> HttpResponseBase:
    """Call the view, without asking first whether the line to the database still stands: that would double the way there.

    A line that has broken since the last request is found out by the view, and made anew for a second call: every view here
    may run twice, also when the first one's answer was lost after its commit.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        return match.func(request, *match.args, **match.kwargs)
    except (InterfaceError, OperationalError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return match.func(request, *match.args, **match.kwargs)


class _TooLargeError(Exception):
    pass


def _look_at_the_body(request: HttpRequest) -> None:
    """Refuse a body that is too large before it is read, and one that is no UTF-8: it would be kept as other letters."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise _TooLargeError
    if request.content_type == FORM:
        try:
            request.body.decode()
        except UnicodeDecodeError as error:
            raise BadRequest("no UTF-8") from error
    _form = request.POST  # read once here, so that what is wrong with it is answered here


def _is_guessing() -> bool:
    """Count a wrong link, and tell whether too many come from its address."""
    known = request_context.current()
    key = f"wrong-links:{known.ip if known else ''}"
    cache.add(key, 0, WRONG_SECONDS)
    try:
        return bool(cache.incr(key) > MOST_WRONG)
    except ValueError:  # it has just run out
        return False


def _failure(request: HttpRequest, status: int) -> HttpResponse:
    language = translation.get_language_from_request(request)
    with translation.override(language):
        heading, text = (_(words) for words in FAILURES[status])
        context: dict[str, Any] = {"heading": heading, "text": text}
        html = page.document_html("public/failure.html", language=language, color="", context=context)
    response = HttpResponse(html.content, status=status)
    response["Content-Security-Policy"] = html.policy()
    return response
