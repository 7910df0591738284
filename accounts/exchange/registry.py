"""What can be imported. Apps register from AppConfig.ready(); contracts and others follow clients and their people."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from accounts.organizations.models import Employee


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may hold: `key` as "client.name", and its name and group for people (lazy translations)."""

    key: str
    label: Any
    group: Any


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the table as importers see it: its number, and the text of each mapped field that is not blank.

    `is_wide` tells that cells stand beyond the last column, so that none of them can be trusted.
    """

    number: int
    texts: Mapping[str, str]
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row cannot be imported: the code of faults.py, the field to mend ("" for the row as a whole), and its text."""

    code: str
    field: str = ""
    value: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One value that becomes another one, as a preview shows it."""

    label: Any
    old: str
    new: str


@dataclass(slots=True)
class Part:
    """What a row does to one thing: "client" or "person", by name; `act` is create, update or same."""

    kind: str
    name: str
    act: str
    id: uuid.UUID | None = None
    changes: list[Change] = field(default_factory=list)


@dataclass(slots=True)
class Plan:
    """What becomes of a row. Effects are filled when it is done: what an undo takes back, in order."""

    number: int
    faults: list[Fault] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    client_key: str = ""
    key: str = ""
    client_id: uuid.UUID | None = None
    subject_id: uuid.UUID | None = None
    effects: list[dict[str, Any]] = field(default_factory=list)

    @property
    def outcome(self) -> str:
        if self.faults:
            return "failed"
        acts = {part.act for part in self.parts}
        return next((act for act in ("create", "update") if act in acts), "same")


@dataclass(frozen=True, slots=True)
class Setting:
    """Under which conditions rows are imported: who imports, when, and how dates are written.

    `seen` tells whom earlier rows of the same table introduce, by their keys; only a check needs it.
    """

    by: Employee
    now: datetime
    month_first: bool = False
    title: str = ""
    seen: frozenset[str] = frozenset()


class Importer(Protocol):
    """Knows one sort of rows. Everything runs in the organization's scope; a batch costs a constant number of statements."""

    what: str
    title: Any

    def fields(self) -> list[Field]:
        """Return what columns may hold, with the organization's own fields."""

    def guess(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """Return a field's key for each column, "" for none."""

    def required(self, mapping: Sequence[str]) -> list[Any]:
        """Return the names of fields without which no row can be imported (lazy translations)."""

    def keys(self, source: Source) -> tuple[str, str]:
        """Return of whom the row speaks: a key of its client and of its own subject, "" for none; raises nothing."""

    def plan(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        """Return what would become of the rows; write nothing."""

    def run(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        """Do it, with audit entries and events of origin import, in the caller's transaction."""

    def sample(self, language: str) -> list[list[str]]:
        """Return a small table to begin from, in that language: headers first."""


_importers: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Make the importer available under its `what`."""
    _importers[importer.what] = importer


def importer_of(what: str) -> Importer:
    """Return the importer; raise LookupError for one that nobody has registered."""
    return _importers[what]


def importers() -> list[Importer]:
    """Return every importer, in the order of registration."""
    return list(_importers.values())
