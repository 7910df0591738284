"""What the apps above add: how acts on many rows are taken back, and when the people at a client were heard last."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from accounts.organizations.models import Employee


@dataclass(frozen=True, slots=True)
class Undone:
    """How many rows are as they were, and the names of those that somebody has changed meanwhile: they were left alone."""

    restored: int
    left: tuple[str, ...] = ()


class UndoFunction(Protocol):
    def __call__(self, data: dict[str, Any], *, by: Employee, now: datetime) -> Undone: ...


_functions: dict[str, UndoFunction] = {}


def register_undo(kind: str, function: UndoFunction) -> None:
    """Let acts kept as `kind` be undone by the function: `data` in, in the same transaction; audited by the function."""
    _functions[kind] = function


def undo_function(kind: str) -> Callable[..., Undone]:
    """Return how the kind is undone; raise KeyError for one that nobody has registered."""
    return _functions[kind]


# Takes a client and a moment.
HeardFunction = Callable[[uuid.UUID, datetime], Mapping[uuid.UUID, datetime]]
_heard: list[HeardFunction] = []


def register_heard(function: HeardFunction) -> None:
    """Let the function say when each person at a client was heard last, by the contact's id."""
    _heard[:] = [function]


def last_heard(*, client_id: uuid.UUID, now: datetime) -> Mapping[uuid.UUID, datetime]:
    """Return when each person at the client was heard last; who was never heard is not in it."""
    return _heard[0](client_id, now) if _heard else {}
