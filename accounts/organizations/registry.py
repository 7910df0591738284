"""What the slices above give a new organization to begin with, and the numbers that stand beside its pages' names."""

from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet

from accounts.organizations import navigation
from accounts.organizations.models import Organization
from accounts.tenancy.registry import Seat
from accounts.web.counted import Counted


class Beginning(Protocol):
    def __call__(self, *, organization: Organization, now: datetime) -> None: ...


class Waiting(Protocol):
    """Returns the rows that wait behind a page for somebody, as far as the reader may know of them."""

    def __call__(self, *, seat: Seat) -> QuerySet[Any]: ...


_beginnings: list[Beginning] = []
_waiting: dict[str, Waiting] = {}


def register_beginning(function: Beginning) -> None:
    """Call the function in the scope of every organization that is founded, in the same transaction."""
    if function not in _beginnings:
        _beginnings.append(function)


def begin(*, organization: Organization, now: datetime) -> None:
    """Give a new organization what it begins with."""
    for beginning in _beginnings:
        beginning(organization=organization, now=now)


def register_waiting(page: str, function: Waiting) -> None:
    """Let the page's entry in the navigation say how many wait there."""
    _waiting[page] = function


def waiting(*, seat: Seat) -> dict[str, int]:
    """Return how many wait behind which page, counted no further than the navigation shows. One query for all pages."""
    counts = [Counted(rows(seat=seat), most=navigation.MOST + 1) for rows in _waiting.values()]
    return dict(zip(_waiting, Organization.objects.values_list(*counts).get(), strict=True)) if counts else {}
