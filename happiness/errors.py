"""The pages of failure: what happened and what to do next, in the reader's language."""

import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.templatetags.static import static
from django.utils import translation

from accounts import clock
from accounts.organizations import queries as organizations
from accounts.organizations.access import RightMissing
from accounts.organizations.roles import roles_with
from accounts.tenancy.context import tenant_context
from accounts.tenancy.middleware import SwitchedOff
from accounts.web import htmx
from happiness.api.problems import problem

TOO_MANY = (TooManyFieldsSent, TooManyFilesSent)
MEGABYTE = 1024 * 1024
API = "/api/"
NAMED = 3  # people who are named as those who can give a right


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 for a body that is too large: in all, in its text, or in its number of fields."""
    if isinstance(exception, RequestDataTooBig):
        text = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // MEGABYTE
        return _page(request, 413, file_megabytes=settings.MAX_UPLOAD_MB, text_megabytes=text)
    return _page(request, 413 if isinstance(exception, TOO_MANY) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: says which roles hold the right, and who can give it; or that the organization is switched off."""
    if isinstance(exception, SwitchedOff):
        return _switched_off(request, exception)
    if not isinstance(exception, RightMissing):
        return _page(request, 403)
    givers = organizations.who_can_invite(now=clock.real_now())[:NAMED]
    return _page(request, 403, roles=[role.label for role in roles_with(exception.right)], givers=givers)


def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose protection against foreign sites failed, most often an old tab."""
    return _page(request, 403, name="403_form")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: one page for what does not exist and for what belongs to somebody else."""
    return _page(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429: allauth asks for this page when its rate limits are reached."""
    return _page(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away, with nothing in it that could fail again: no database, session or context."""
    away = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    status = 503 if away else 500
    headers = {"Retry-After": "10"} if away else {}
    if request.path_info.startswith(API):
        return problem(status, headers=headers)
    page = loader.get_template(f"errors/{status}.html").render({"stylesheet": _stylesheet()})
    return HttpResponse(page, status=status, headers=headers)


def _switched_off(request: HttpRequest, off: SwitchedOff) -> HttpResponse:
    """Say so in the member's own language; a guest has that of their browser."""
    language = translation.get_language()
    if off.seat:
        with tenant_context(off.seat.organization_id):
            language = organizations.language_of(off.seat.employee_id)
    with translation.override(language):
        return _page(request, 403, name="403_off", name_of_place=off.name, operator=settings.OPERATOR_EMAIL)


def _page(request: HttpRequest, status: int, *, name: str = "", **context: Any) -> HttpResponse:
    """Render a page, or a note for htmx; what failed before the language was known still speaks the browser's language.

    Other systems get problem JSON instead.
    """
    if request.path_info.startswith(API):
        return problem(status)
    known = getattr(request, "LANGUAGE_CODE", None)
    partial = htmx.is_partial(request)
    layout = "layouts/error_part.html" if partial else "layouts/error.html"
    with translation.override(translation.get_language() if known else translation.get_language_from_request(request)):
        page = render(request, f"errors/{name or status}.html", {**context, "layout": layout}, status=status)
    if partial:
        page["HX-Retarget"], page["HX-Reswap"] = "#failures", "innerHTML"
    return page


def _stylesheet() -> str:
    try:
        return static("css/failure.css")
    except ValueError:  # the manifest does not know it, or is not there
        return ""
