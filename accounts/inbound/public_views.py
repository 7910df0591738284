"""The door for tools: the token in the address opens its organization's scope, and nothing else is asked for."""

from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from accounts import clock, tokens
from accounts.inbound import actions, queries
from accounts.inbound.bodies import LARGEST
from accounts.inbound.faults import text_of
from accounts.tenancy.context import tenant_context
from accounts.web import request_context
from accounts.web.flood import is_flood

PER_MINUTE, WRONG_PER_MINUTE = 600, 20
PROBLEM = "application/problem+json"


@csrf_exempt
@never_cache
@require_POST
@transaction.non_atomic_requests  # the token says of which organization the scope is
def receive(request: HttpRequest, token: str) -> JsonResponse:
    """Take a call: 200 with what became of it, 422 with the reason; 404 for every token that opens nothing."""
    with translation.override("en"):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST:
            return _problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "At most 256 kB. Send less at once.")
        try:
            claim = tokens.read(token, kind=tokens.Kind.INBOUND_HOOK)
        except tokens.BadToken:
            return _wrong()
        if is_flood(f"inbound-hook:{claim.row_id}", most=PER_MINUTE, seconds=60):
            return _busy()
        raw = request.body  # read before the scope: a slow sender holds no transaction
        with tenant_context(claim.organization_id):
            hook = queries.valid_hook(claim)
            if hook is None:
                return _wrong()
            headers = {name.lower(): value for name, value in request.headers.items()}
            content_type, now = request.content_type or "", clock.now()
            received = actions.receive(hook=hook, raw=raw, content_type=content_type, headers=headers, now=now)
        return _answer(received)


def _answer(received: actions.Received) -> JsonResponse:
    answer = received.answer
    if answer.faults:
        return _problem(received.http_status, " ".join(text_of(fault) for fault in answer.faults))
    return JsonResponse({"status": str(answer.status), "id": str(answer.event_id)})


def _wrong() -> JsonResponse:
    """Every token that opens nothing looks the same; whoever tries many of them waits."""
    known = request_context.current()
    if is_flood(f"wrong-hooks:{known.ip if known else ''}", most=WRONG_PER_MINUTE, seconds=60):
        return _busy()
    return _problem(HTTPStatus.NOT_FOUND, "This address takes nothing. Copy it anew from the settings.")


def _busy() -> JsonResponse:
    answer = _problem(HTTPStatus.TOO_MANY_REQUESTS, "Too many calls. Try again in a minute.")
    answer["Retry-After"] = "60"
    return answer


def _problem(status: HTTPStatus, detail: str) -> JsonResponse:
    body = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    return JsonResponse(body, status=status, content_type=PROBLEM)
