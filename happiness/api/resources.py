"""What every resource has: who may, how many a minute, pages by cursor, and a POST that acts once."""

import hashlib
import uuid
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions, mixins, serializers, viewsets
from rest_framework.authentication import BaseAuthentication
from rest_framework.pagination import CursorPagination
from rest_framework.parsers import JSONParser
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

from accounts import clock
from accounts.audit import actions as audit
from accounts.audit.models import AuditEntry
from accounts.inbound.bodies import read_json
from accounts.organizations.roles import Right, has_right
from accounts.web import actions as web
from accounts.web import queries as sent
from accounts.web.text import as_id
from happiness.api.middleware import Caller

LONGEST_KEY = 200
UPDATED_SINCE = OpenApiParameter(
    "updated_since", str, description="A time with its zone: what was added or changed since."
)


class BearerAuthentication(BaseAuthentication):
    """The middleware has asked already; this names the caller."""

    def authenticate(self, request: Request) -> tuple[Any, Caller] | None:
        caller = getattr(request._request, "caller", None)  # noqa: SLF001 the middleware put it on Django's request
        return caller and (caller.employee, caller)

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="happiness"'


class MayUse(BasePermission):
    """The token's scope and its owner's role must both allow it."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if view.action is None:  # nothing answers this method, as will be said
            return True
        is_reading = request.method in SAFE_METHODS
        scope = f"{view.resource}:{'read' if is_reading else 'write'}"
        if scope not in request.auth.token.scopes:
            raise exceptions.PermissionDenied(f"The token lacks the scope {scope}.")
        if not has_right(request.auth.role, view.reading if is_reading else view.writing):
            raise exceptions.PermissionDenied("The role of the token's owner does not allow this any more.")
        return True


class PerToken(SimpleRateThrottle):
    """So many requests a minute for each token; without Redis nothing is counted, and nobody is refused."""

    scope = "token"

    def get_rate(self) -> str:
        return str(api_settings.DEFAULT_THROTTLE_RATES[self.scope])

    def get_cache_key(self, request: Request, view: Any) -> str:
        return f"api:{request.auth.token.pk}"


class Body(JSONParser):
    """JSON in UTF-8, not packed. A name that stands twice in an object, numbers beyond all numbers, and a bottomless body are
    none."""

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> Any:
        packing = (
            parser_context["request"].headers.get("Content-Encoding", "identity") if parser_context else "identity"
        )
        if packing != "identity":
            raise exceptions.UnsupportedMediaType(packing, "Send the body as it is, without Content-Encoding.")
        try:
            return read_json(stream.read())
        except ValueError as error:
            raise exceptions.ParseError(f"The body is no JSON: {str(error)[:200]}.") from error


class Pages(CursorPagination):
    """Pages in the order in which rows were made."""

    ordering, page_size, page_size_query_param, max_page_size = "id", 50, "limit", 200

    def decode_cursor(self, request: Request) -> Any:
        cursor = super().decode_cursor(request)
        try:
            uuid.UUID(cursor.position) if cursor and cursor.position else None
        except ValueError as error:  # made by hand
            raise exceptions.NotFound(self.invalid_cursor_message) from error
        return cursor


class Rows(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet, ABC):
    """Rows of one kind, to be read. A subclass names scope and right, and gives `rows`."""

    authentication_classes = (BearerAuthentication,)
    permission_classes = (MayUse,)
    throttle_classes = (PerToken,)
    parser_classes = (Body,)
    pagination_class = Pages
    resource: str
    reading: Right = Right.SEE_CLIENTS
    request: Request

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """Return what the caller may see."""

    def get_queryset(self) -> QuerySet[Any]:
        rows = self.rows()
        if since := self.request.query_params.get("updated_since"):
            changed = AuditEntry.objects.filter(
                subject_type=rows.model._meta.label_lower, happened_at__gte=moment_of(since)
            )
            rows = rows.filter(pk__in=changed.values("subject_id"))
        return rows


class Resource(Rows, ABC):
    """Rows that can be added, too: a subclass gives `create_row` and the right."""

    writing: Right

    @abstractmethod
    def create_row(self, values: Mapping[str, Any]) -> uuid.UUID:
        """Do the page's act and return the new row's id."""

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Add one; the same Idempotency-Key again returns what the first request has made."""
        taken, location = self._take(request)
        if taken is None and location:
            return self._made(uuid.UUID(location), headers={"Idempotency-Replayed": "true"})
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        made = self.create_row(serializer.validated_data)
        self._keep(taken, str(made), request)
        return self._made(made)

    def _made(self, row_id: uuid.UUID, headers: dict[str, str] | None = None) -> Response:
        row = self.rows().filter(pk=row_id).first()
        if row is None:
            raise exceptions.NotFound("What this key has made is not there any more.")
        return Response(self.get_serializer(row).data, status=201, headers=headers)

    def _take(self, request: Request) -> tuple[Any, str]:
        key = request.headers.get("Idempotency-Key", "")
        if not key:
            return None, ""
        if len(key) > LONGEST_KEY:
            raise serializers.ValidationError({"Idempotency-Key": ["At most 200 characters."]})
        digest = _digest(f"{request.auth.token.pk} {request.path} {key}".encode())
        taken = web.take(digest=digest, now=clock.real_now())
        if taken:
            return taken, ""
        location, _sign, body = sent.location_of(digest).rpartition("#")
        if body != _digest(request.body).hex():
            raise serializers.ValidationError(
                {"Idempotency-Key": ["The key was used with another body. Use a new one."]}
            )
        return None, location

    def _keep(self, taken: Any, made: str, request: Request) -> None:
        """Keep for the next request under the same key what this one has made."""
        if taken:
            taken.location = f"{made}#{_digest(request.body).hex()}"
            taken.save(update_fields=["location"])

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        request._request.body  # noqa: B018, SLF001 kept by Django before the parsers read the stream
        super().initial(request, *args, **kwargs)


class ChangeableResource(Resource, ABC):
    """Rows that can be changed: a subclass gives `change_row` too."""

    @abstractmethod
    def change_row(self, row: Any, values: Mapping[str, Any], before: dict[str, Any]) -> None:
        """Do the page's act; `before` is the audit snapshot from before the values."""

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change some fields; those that are not sent stay."""
        row = self.get_object()
        before = audit.snapshot(row)
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        self.change_row(row, serializer.validated_data, before)
        return Response(self.get_serializer(self.rows().get(pk=row.pk)).data)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def moment_of(text: str) -> Any:
    """Return the moment of `updated_since`; raise ValidationError for other text."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or is_naive(moment):
        raise serializers.ValidationError({"updated_since": ["Write a time with its zone: 2026-11-22T06:00:00Z."]})
    return moment


def uuid_of(name: str, text: str) -> uuid.UUID:
    """Return the id that a filter names; raise ValidationError for other text."""
    found = as_id(text)
    if found is None:
        raise serializers.ValidationError({name: ["This is no id."]})
    return found
