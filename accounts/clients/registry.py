"""What other slices add: how acts on many rows are taken back, when people were heard last, and what becomes of rows of
clients and people that are merged."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.apps import apps

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


# --- Rows that belong to a client or to a person: what becomes of them when two entries are merged, or a person is erased ---

Values = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A column that names a client, a person, or a row that may be folded into another one (a position).

    When two entries are merged, rows move to the one that stays. A row that one of the model's unique constraints keeps from
    moving is changed by `ended`, so that it may move after all; or it stays where it is (`stays`); or it is taken away, and
    what points to it moves to the row that was there first. `joined` says what the row that was there first takes over.
    """

    model: type[Any]
    column: str
    to: type[Any]
    title: Any  # what these rows are called in the preview: a lazy translation, or "" when nobody needs to know of them
    ended: Callable[[Any, datetime], Values] | None = None
    joined: Callable[[Any, Any], Values] | None = None  # (the row that stays, the row that gives way)
    stays: bool = False

    @property
    def attname(self) -> str:
        """The column itself: `client_id` of the key `client`."""
        return str(self.model._meta.get_field(self.column).attname)


_keys: list[Key] = []


def register_keys(*keys: Key) -> None:
    """Let rows follow when the rows that these columns name are merged."""
    _keys.extend(keys)


def keys_to(model: type[Any]) -> list[Key]:
    """Return the columns that name rows of the model."""
    return [key for key in _keys if key.to is model]


def ends(column: str, *, since: str) -> Callable[[Any, datetime], Values]:
    """Return how a stay that goes on is ended at the merge, in a column of times or of days; never before it began."""

    def end(row: Any, now: datetime) -> Values:
        began = getattr(row, since)
        moment = now if isinstance(began, datetime) else now.date()
        return {column: max(began, moment)}

    return end


def model_of(label: str) -> type[Any]:
    """Return the model of a label that a merge has noted."""
    return apps.get_model(label)


def title_of(label: str) -> str:
    """Return what rows of the model are called on pages."""
    titles = [str(key.title) for key in _keys if key.model._meta.label == label and key.title]
    return titles[0] if titles else label
