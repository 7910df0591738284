"""The door of the API: a bearer token opens its organization's scope before REST framework sees the request."""

import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone, translation

from accounts import clock, tokens
from accounts.api_tokens import actions, queries
from accounts.api_tokens.models import ApiToken
from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context
from happiness.api.problems import problem, unauthorized

DOOR, OPEN = "/api/v1/", "/api/v1/schema/"
BEARER = "Bearer "
OFF = "This organization is switched off. Nothing was done. Send the request again when it is switched on."


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: the token, the person in whose name it acts, and that person's present role."""

    token: ApiToken
    role: str

    @property
    def employee(self) -> Employee:
        return self.token.owner


class ApiMiddleware:
    """Set `request.caller`. An unknown, foreign, revoked and expired token are the same 401. The API speaks English."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(DOOR):
            return self.get_response(request)
        with translation.override("en"):
            return self.get_response(request) if request.path_info == OPEN else self._with_token(request)

    def _with_token(self, request: HttpRequest) -> HttpResponseBase:
        header = request.headers.get("Authorization", "")
        if not header.startswith(BEARER):
            return unauthorized()
        try:
            claim = tokens.read(header.removeprefix(BEARER).strip(), kind=tokens.Kind.API)
        except tokens.BadToken:
            return unauthorized()
        now = clock.real_now()
        with tenant_context(claim.organization_id):
            token = queries.valid_token(claim, now=now)
            role = queries.role_of(token, now=now) if token else None
            if token is None or role is None:
                return unauthorized()
            if not token.organization.is_active:
                return problem(HTTPStatus.FORBIDDEN, OFF)
            request.caller = Caller(token=token, role=role)  # type: ignore[attr-defined]
            actions.note_use(token=token, now=now)
            with timezone.override(zoneinfo.ZoneInfo(token.owner.time_zone)):
                return self.get_response(request)
