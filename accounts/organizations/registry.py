"""What the slices above give a new organization to begin with."""

from datetime import datetime
from typing import Protocol

from accounts.organizations.models import Organization


class Beginning(Protocol):
    def __call__(self, *, organization: Organization, now: datetime) -> None: ...


_beginnings: list[Beginning] = []


def register_beginning(function: Beginning) -> None:
    """Call the function in the scope of every organization that is founded, in the same transaction."""
    if function not in _beginnings:
        _beginnings.append(function)


def begin(*, organization: Organization, now: datetime) -> None:
    """Give a new organization what it begins with."""
    for beginning in _beginnings:
        beginning(organization=organization, now=now)
