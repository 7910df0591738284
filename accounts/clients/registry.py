"""What can be taken back. The slice that does an act on many rows registers here how it is undone."""

from collections.abc import Callable
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
