"""The door: `/o/<slug>/…` opens only for a member, and everything behind it runs in that organization's scope."""

import re
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from accounts.tenancy.context import in_tenant, tenant_context
from accounts.tenancy.registry import seats_of

BEHIND_THE_DOOR = re.compile(r"^/o/(?P<slug>[^/]+)(?:/|$)")


class TenancyMiddleware:
    """Set `request.seats` and `request.seat`, and open the scope. A foreign and an unknown organization are the same 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.seat = None  # type: ignore[attr-defined]
        door = BEHIND_THE_DOOR.match(request.path_info)
        if door is None:
            return self.get_response(request)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        # The real clock, not a demo organization's: a guest's time runs out for everybody alike.
        seats = seats_of(request.user.pk, now=timezone.now())  # noqa: TID251 below accounts.clock
        seat = next((seat for seat in seats if seat.slug == door["slug"]), None)
        if seat is None:
            raise Http404("no such organization")
        request.seats, request.seat = seats, seat  # type: ignore[attr-defined]
        with tenant_context(seat.organization_id):
            response = self.get_response(request)
        if getattr(response, "streaming", False):
            response.streaming_content = in_tenant(seat.organization_id, response.streaming_content)  # type: ignore[attr-defined]
        return response
