"""Parts of pages for htmx. Every page works without it: a part is the same view's answer with less around it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect as plain_redirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event


def is_partial(request: HttpRequest) -> bool:
    """Tell whether htmx asks for a part. A boosted link and a page restored from the history are asked for whole."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def page(
    request: HttpRequest, template: str, part: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render `template`, or only its `part` where htmx asks; the template includes the part, so both say the same.

    A part is never kept: the browser would show it instead of the page when somebody goes back.
    """
    partial = is_partial(request)
    response = render(request, part if partial else template, {**context, "is_partial": partial}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    if partial:
        response["Cache-Control"] = "no-store"
    return response


def redirect(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Lead the browser to another page as a whole, whoever asked: a plain 302 would be swapped into htmx's target."""
    response = plain_redirect(to, *args, **kwargs)
    return HttpResponseClientRedirect(response["Location"]) if is_partial(request) else response


def trigger(response: HttpResponse, event: str, **detail: Any) -> HttpResponse:
    """Let the page's scripts hear `event` when the answer arrives; return the response."""
    return trigger_client_event(response, event, detail)
