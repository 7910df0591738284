"""Errors as problem JSON (RFC 9457): what is wrong, and of fields which one and what to do."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import JsonResponse
from rest_framework import exceptions, serializers
from rest_framework.response import Response
from rest_framework.views import exception_handler

TYPE = "application/problem+json"
# What the product answers in its pages' stead, to requests that have not come as far as a resource.
DETAILS = {
    HTTPStatus.BAD_REQUEST: "This is no request that can be read. Look at its address and its body.",
    HTTPStatus.NOT_FOUND: "There is nothing at this address.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large. Send less at once.",
    HTTPStatus.INTERNAL_SERVER_ERROR: "The fault is on our side, and it is written down. Try again later.",
    HTTPStatus.SERVICE_UNAVAILABLE: "The product is away for a moment. Try again.",
}


class Problem(serializers.Serializer):
    """An error. `errors` names the fields that were refused."""

    type = serializers.CharField(default="about:blank")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(child=serializers.ListField(child=serializers.CharField()), required=False)


def unauthorized() -> JsonResponse:
    """Return the one answer to every token that opens nothing."""
    detail = "Send a valid token: Authorization: Bearer …. Tokens are made in the settings, under API tokens."
    return problem(HTTPStatus.UNAUTHORIZED, detail, headers={"WWW-Authenticate": 'Bearer realm="happiness"'})


def problem(status: int, detail: str = "", headers: Mapping[str, str] | None = None) -> JsonResponse:
    """Return an answer of this status; nothing in it can fail."""
    found = HTTPStatus(status)
    return JsonResponse(
        _problem(found, detail or DETAILS.get(found, "")), status=found, content_type=TYPE, headers=headers
    )


def as_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what REST framework answers into problem JSON; what it does not know is a server error as everywhere."""
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        detail = "Some fields were refused; errors says why. Nothing was saved."
        response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        response.data = _problem(HTTPStatus.UNPROCESSABLE_ENTITY, detail) | {"errors": errors_of(error)}
    else:
        response.data = _problem(HTTPStatus(response.status_code), str(response.data.get("detail", "")))
    response.content_type = TYPE
    return response


def errors_of(error: exceptions.ValidationError) -> dict[str, list[str]]:
    """Return what was refused: texts for each field."""
    found = error.detail if isinstance(error.detail, dict) else {"": error.detail}
    return {field or "non_field_errors": _texts(said) for field, said in found.items()}


def _texts(said: Any) -> list[str]:
    if isinstance(said, dict):
        return [text for nested in said.values() for text in _texts(nested)]
    return [text for one in said for text in _texts(one)] if isinstance(said, list) else [str(said)]


def _problem(status: HTTPStatus, detail: str) -> dict[str, Any]:
    return {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
