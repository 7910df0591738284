"""What importers of columns with fixed names have in common: what may stand in them, what must, and how rows are read."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from accounts.exchange import guessing
from accounts.exchange.drafts import Attribute, Draft, draft_of
from accounts.exchange.edits import Batch
from accounts.exchange.registry import Choice, Field, Plan, Setting, Source
from accounts.exchange.words import fold


class Planner(Protocol):
    """Decides what becomes of rows as they were understood; with `lock` what may be changed is locked."""

    batch: Batch

    def __init__(self, drafts: Sequence[Draft], setting: Setting, *, lock: bool) -> None: ...


P = TypeVar("P", bound=Planner)


class ColumnsImporter(Generic[P]):
    """Everything of an Importer but its words, its records, `keys` and `run`.

    `groups` are headings of fields, by the word their keys begin with; `headers` say which field a column's name means; of each
    group of `needed` one column is there at least; `samples` are small tables, by language.
    """

    planner: type[P]
    attributes: Mapping[str, Attribute]
    groups: Mapping[str, Any]
    headers: Mapping[str, str]
    needed: Sequence[Collection[str]]
    samples: Mapping[str, list[list[str]]]
    choices: Sequence[Choice] = ()
    private: frozenset[str] = frozenset()

    def fields(self) -> list[Field]:
        return [
            Field(key=key, label=one.label, group=self.groups[key.partition(".")[0]])
            for key, one in self.attributes.items()
        ]

    def names(self) -> dict[str, str]:
        """Return the fields by their names on pages and by the other names of columns, folded."""
        return {fold(str(one.label)): key for key, one in self.attributes.items()} | dict(self.headers)

    def guess(self, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        return guessing.by_names(headers, self.names())

    def required(self, mapping: Sequence[str]) -> list[Any]:
        lacking = next((group for group in self.needed if not set(mapping).intersection(group)), ())
        return [self.attributes[key].label for key in lacking]

    def plan(self, sources: Sequence[Source], setting: Setting) -> list[Plan]:
        return self.planned(sources, setting, lock=False).batch.plans

    def undone(self, client_ids: Collection[uuid.UUID], now: datetime) -> None:
        """Most rows are counted nowhere."""

    def sample(self, language: str) -> list[list[str]]:
        return self.samples.get(language, self.samples["en"])

    def planned(self, sources: Sequence[Source], setting: Setting, *, lock: bool) -> P:
        """Return the rows with what becomes of them."""
        drafts = [draft_of(source, self.attributes, month_first=setting.month_first) for source in sources]
        return self.planner(drafts, setting, lock=lock)

    def draft(self, source: Source) -> Draft:
        """Return the row as far as it tells of whom it speaks."""
        return draft_of(source, self.attributes, month_first=False)
