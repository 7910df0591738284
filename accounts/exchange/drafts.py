"""A row as it was understood: values by field, and a fault for each cell that was not."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.exchange import cells
from accounts.exchange.cells import BadCell
from accounts.exchange.registry import Fault, Source
from accounts.web.text import sort_key

SHOWN = 200  # characters of a bad value that are repeated

Read = Callable[[str, bool], Any]  # text, month_first


@dataclass(frozen=True, slots=True)
class Attribute:
    """One field: its key without the side, its name for people, and how its text is read (BadCell when it cannot be)."""

    key: str
    label: Any
    read: Read


def line(limit: int) -> Read:
    """Return how text of one line is read."""
    return lambda text, _month_first: cells.line(text, limit=limit)


def paragraph(limit: int) -> Read:
    """Return how text with line breaks is read."""
    return lambda text, _month_first: cells.paragraph(text, limit=limit)


def plainly(read: Callable[[str], Any]) -> Read:
    """Return how text is read that has nothing to do with days."""
    return lambda text, _month_first: read(text)


@dataclass(slots=True)
class Draft:
    """What a row says of a client, of a person there, and of its own subject: a contract, for example."""

    number: int
    client: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def client_key(self) -> str:
        """Return what tells the row's client from others of the same table."""
        client = self.client
        known = sort_key(client.get("name", "")) or client.get("external_id") or client.get("domain") or ""
        return digest("client", known) if known else ""

    @property
    def person_key(self) -> str:
        """Return what tells the row's person from others of the same table."""
        person = self.person
        known = next(iter(person.get("emails", ())), "") or person.get("external_id", "")
        if not known and person.get("name"):
            known = f"{self.client_key} {sort_key(person['name'])}"
        return digest("person", known) if known else ""

    def blame(self, code: str, field_key: str = "", *, more: str = "") -> None:
        """Note a fault of the row as a whole, or of one of its cells."""
        value = self.texts.get(field_key, "")
        self.faults.append(Fault(code=code, field=field_key, value=value[:SHOWN], more=more[:SHOWN]))


def draft_of(source: Source, attributes: Mapping[str, Attribute], *, month_first: bool) -> Draft:
    """Read each cell of a row; never raises. Keys begin with "client.", "person.", or the name of the row's own subject."""
    draft = Draft(number=source.number, texts=source.texts)
    if source.is_wide:
        draft.blame("wide")
    for key, text in source.texts.items():
        attribute = attributes.get(key)
        if attribute is None:  # a field of the organization's own that was archived meanwhile
            continue
        side = {"client": draft.client, "person": draft.person}.get(key.partition(".")[0], draft.own)
        try:
            value = attribute.read(text, month_first)
        except BadCell as bad:
            draft.blame(bad.wrong, key, more=bad.more)
        else:
            if value not in ("", []):
                side[attribute.key] = value
    _join_names(draft.person)
    return draft


def _join_names(person: dict[str, Any]) -> None:
    parts = [person.pop("first_name", ""), person.pop("last_name", "")]
    if joined := " ".join(filter(None, parts))[:200]:
        person.setdefault("name", joined)


def digest(*parts: str) -> str:
    """Return a key of these words: of whom or of what a row speaks."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()
