"""What can be imported. An app registers its importers from AppConfig.ready() (ADR 18)."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
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
    """What a row does to one thing of a kind that the importer counts, by name; `act` is create, update or same."""

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
class Choice:
    """What a person may say once for all rows: of those whose own cell of the field says nothing, it holds."""

    field: str
    label: Any
    options: Sequence[tuple[str, Any]]  # "" is what holds without a choice
    help: Any = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """Under which conditions rows are imported: who imports, when, how dates are written, and what holds for all rows.

    `seen` tells whom earlier rows of the same table introduce, by their keys; only a check needs it.
    """

    by: Employee
    now: datetime
    month_first: bool = False
    title: str = ""
    seen: frozenset[str] = frozenset()
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thing:
    """What rows are about, as pages count it: the kind of a Part, its name in the plural, its icon."""

    kind: str
    title: Any
    icon: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Rows of the database that an import makes or changes, `kind` in effects, and what an undo must know of them.

    `changed` and `removed` are acts of the audit trail; what has the second, or `is_counted`, is counted. `is_named`: pages
    tell when one of them had to stay. `lives`: events happen to it (a client, a person), so that it stays when any has.
    `own` are models whose rows go with it. `told` returns, by id, the dedupe keys of events that the import has published
    about such rows.
    """

    kind: str
    model: type[Any]
    changed: str = ""
    removed: str = ""
    is_counted: bool = False
    is_named: bool = False
    lives: bool = False
    own: frozenset[type[Any]] = frozenset()
    told: Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, Sequence[str]]] | None = None


class Importer(Protocol):
    """Knows one sort of rows. Everything runs in the organization's scope; a batch costs a constant number of statements."""

    what: str  # in addresses and in ImportJob.what
    title: Any
    lead: Any  # what one row of the table is
    rule: Any  # what makes a row a change instead of something new

    @property
    def choices(self) -> Sequence[Choice]:
        """Return what may be said once for the whole table."""

    @property
    def private(self) -> frozenset[str]:
        """Return fields that make an import the affair of whoever imports: nobody else opens it once one of them is used."""

    @property
    def things(self) -> Sequence[Thing]:
        """Return what rows make and change."""

    @property
    def records(self) -> Sequence[Record]:
        """Return what an undo takes back, whatever hangs on another one before it."""

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

    def undone(self, client_ids: Collection[uuid.UUID], now: datetime) -> None:
        """Bring up to date what is counted of these clients, after an undo has changed or removed rows of theirs."""

    def sample(self, language: str) -> list[list[str]]:
        """Return a small table to begin from, in that language: headers first."""


def is_private(importer: Importer, mapping: Collection[str], choices: Mapping[str, str]) -> bool:
    """Tell whether an import of these columns, with these choices for all rows, is only for whoever imports it."""
    return not importer.private.isdisjoint([*mapping, *(field for field, chosen in choices.items() if chosen)])


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


def title_of(what: str) -> Any:
    """Return what a table holds, in words; a sort that nobody registers any more by its name."""
    return _importers[what].title if what in _importers else what
