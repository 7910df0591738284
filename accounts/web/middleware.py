"""The edge: every request gets an id and one log line, and input that no page can use is refused before it."""

import logging
import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from accounts.web import metrics, request_context
from accounts.web.forms import FieldChecked

access_log = logging.getLogger("happiness.access")

Next = Callable[[HttpRequest], HttpResponseBase]
TRUSTED_REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


class RequestContextMiddleware:
    """Give the request an id, and write what became of it: method, route, status, time; no path, no person."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        token = request_context.begin(
            find_ip=lambda: get_adapter().get_client_ip(request),
            request_id=given if TRUSTED_REQUEST_ID.fullmatch(given) else "",
        )
        started = time.monotonic()
        try:
            response = self.get_response(request)
            facts = request_context.current()
            response["X-Request-ID"] = facts.request_id if facts else ""
            self._report(request, response.status_code, time.monotonic() - started)
            return response
        finally:
            request_context.end(token)

    def _report(self, request: HttpRequest, status: int, seconds: float) -> None:
        # The route, never the path: paths hold link tokens.
        match = request.resolver_match
        if match and getattr(match.func, "is_unlogged", False):
            return
        route = match.route if match else ""
        metrics.count_request(method=request.method or "", status=status, seconds=seconds)
        seat = getattr(request, "seat", None)
        access_log.info(
            "request",
            extra={
                "method": request.method,
                "route": route,
                "status": status,
                "ms": round(seconds * 1000),
                "organization_id": str(seat.organization_id) if seat else None,
            },
        )


class RefuseBadInputMiddleware:
    """Refuse bodies that are too large (413) and NUL bytes in an address (400); forms refuse NUL in their fields."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL byte in the address")
        if _length(request) > settings.MAX_BODY_BYTES:
            raise RequestDataTooBig("body larger than MAX_UPLOAD_MB")
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return int(stated) if stated.isdecimal() else 0


class SessionOverMiddleware:
    """Lead whoever is no longer signed in back to the page that they saw: the act or the part they asked for is none."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        htmx = request.htmx  # type: ignore[attr-defined]
        is_page = request.method in {"GET", "HEAD"} and not htmx
        if is_page or not isinstance(response, HttpResponseRedirect) or not _asks_for_sign_in(response):
            return response
        messages.info(request, _("Your session is over. Sign in, and you come back to where you were."))
        sign_in = redirect_to_login(_page_seen(request))
        if not htmx:
            return sign_in
        return HttpResponse(status=401, headers={"HX-Redirect": sign_in["Location"]})


def _asks_for_sign_in(response: HttpResponseRedirect) -> bool:
    target = urlsplit(response.url)
    return target.path == resolve_url(settings.LOGIN_URL) and REDIRECT_FIELD_NAME in QueryDict(target.query)


def _page_seen(request: HttpRequest) -> str:
    seen = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(seen, {request.get_host()}):
        return request.get_full_path()
    parts = urlsplit(seen)
    return urlunsplit(("", "", parts.path, parts.query, ""))


class FieldCheckMiddleware:
    """Answer a look at one field (accounts.web.forms.CheckedOnLeaving) with this field, its slip beside it."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return HttpResponse(exception.field.as_field_group()) if isinstance(exception, FieldChecked) else None
