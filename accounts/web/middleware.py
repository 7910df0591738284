"""The edge: every request gets an id and one log line, and input that no page can use is refused before it."""

import logging
import re
import time
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponseBase

from accounts.web import metrics, request_context

access_log = logging.getLogger("happiness.access")

Next = Callable[[HttpRequest], HttpResponseBase]
TRUSTED_REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}")


class RequestContextMiddleware:
    """Give the request an id, and write what became of it: method, route, status, time; no path, no person."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        token = request_context.begin(
            ip=get_adapter().get_client_ip(request), request_id=given if TRUSTED_REQUEST_ID.fullmatch(given) else ""
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
