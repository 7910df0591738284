"""The only door to a page of an organization."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.organizations.models import Employee, Organization, User
from accounts.organizations.roles import Right, has_right
from accounts.tenancy.registry import Seat

View = Callable[..., HttpResponseBase]


class OrganizationRequest(HttpRequest):
    """A request behind the door, for types only: what the middleware has put on it."""

    user: User
    seat: Seat
    seats: list[Seat]
    employee: Employee
    organization: Organization


class RightMissing(PermissionDenied):
    """A member opened a page of somebody else's duty; the page says who can give the right."""

    def __init__(self, right: Right) -> None:
        super().__init__(right.value)
        self.right = right


def in_organization(right: Right) -> Callable[[View], View]:
    """Let a view run only behind `/o/<slug>/`, in the organization's scope, for a member whose role holds `right`.

    The view is called without the slug; `request.seat`, `request.employee` and `request.organization` are there.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            seat = getattr(request, "seat", None)
            if seat is None or seat.slug != slug:  # the middleware is not there, or the URL is outside of its door
                raise Http404
            if not has_right(seat.role, right):
                raise RightMissing(right)
            return view(request, *args, **kwargs)

        guarded.right = right  # type: ignore[attr-defined]  # tests/architecture/test_access.py walks the URLconf
        return guarded

    return decorate
