"""The door: `/o/<slug>/…` opens only for a member, and everything behind it runs in that organization's scope."""

import re
from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import timezone

from accounts.tenancy.context import in_tenant, tenant_context
from accounts.tenancy.registry import Seat, seats_of, switched_off_seats_of

BEHIND_THE_DOOR = re.compile(r"^/o/(?P<slug>[^/]+)(?:/|$)")


class SwitchedOff(PermissionDenied):
    """Somebody came to an organization that is switched off: a member, with their seat, or a guest with an invitation."""

    def __init__(self, name: str, seat: Seat | None = None) -> None:
        super().__init__(name)
        self.name, self.seat = name, seat


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
        now = timezone.now()  # noqa: TID251 below accounts.clock
        seats = seats_of(request.user.pk, now=now)
        seat = _at(door["slug"], seats)
        if seat is None:
            closed = _at(door["slug"], switched_off_seats_of(request.user.pk, now=now))
            raise SwitchedOff(closed.name, closed) if closed else Http404("no such organization")
        request.seats, request.seat = seats, seat  # type: ignore[attr-defined]
        with tenant_context(seat.organization_id):
            response = self.get_response(request)
        if getattr(response, "streaming", False):
            response.streaming_content = in_tenant(seat.organization_id, response.streaming_content)  # type: ignore[attr-defined]
        return response


def _at(slug: str, seats: list[Seat]) -> Seat | None:
    return next((seat for seat in seats if seat.slug == slug), None)
