"""What columns about clients and their people may hold, and how their texts are read."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import FieldKind
from accounts.clients.models import CustomField
from accounts.exchange import cells
from accounts.exchange.cells import BadCell, Wrong
from accounts.exchange.registry import Fault, Field, Source
from accounts.exchange.words import LOW_MEDIUM_HIGH, fold
from accounts.web.text import sort_key

CLIENTS, PEOPLE = _("Client"), _("Person at the client")
CUSTOM = "custom:"
MOST_DIGITS, MOST_PLACES = 15, 6  # what every reader of JSON keeps exactly
SHOWN = 200  # characters of a bad value that are repeated

Read = Callable[[str, bool], Any]  # text, month_first


@dataclass(frozen=True, slots=True)
class Attribute:
    """One field: its key without the side, its name for people, and how its text is read (BadCell when it cannot be)."""

    key: str
    label: Any
    read: Read


def _line(limit: int) -> Read:
    return lambda text, _month_first: cells.line(text, limit=limit)


def _paragraph(limit: int) -> Read:
    return lambda text, _month_first: cells.paragraph(text, limit=limit)


def _plain(read: Callable[[str], Any]) -> Read:
    return lambda text, _month_first: read(text)


def _influence(text: str, _month_first: bool) -> int:
    found = LOW_MEDIUM_HIGH.get(fold(text))
    if found is None:
        raise BadCell(Wrong.INFLUENCE)
    return found


def _birthday(text: str, month_first: bool) -> tuple[int, int]:
    return cells.birthday(text, month_first=month_first)[:2]


CLIENT = [
    Attribute("name", _("Name of the client"), _line(200)),
    Attribute("domain", _("Web domain"), _plain(cells.domain)),
    Attribute("external_id", _("Number in other systems"), _line(100)),
    Attribute("segment", _("Segment"), _line(120)),
    Attribute("country", _("Country"), _plain(cells.country)),
    Attribute("language", _("Language"), _plain(cells.language)),
    Attribute("time_zone", _("Time zone"), _plain(cells.time_zone)),
    Attribute("manager", _("Happiness manager"), _line(254)),
    Attribute("sponsor", _("Executive sponsor"), _line(254)),
    Attribute("tags", _("Tags"), lambda text, _m: [cells.line(tag, limit=60) for tag in cells.several(text)]),
]
PERSON = [
    Attribute("name", _("Name of the person"), _line(200)),
    Attribute("first_name", _("First name"), _line(100)),
    Attribute("last_name", _("Last name"), _line(100)),
    Attribute("emails", _("E-mail"), _plain(cells.emails)),
    Attribute("phone", _("Phone"), _plain(cells.phone)),
    Attribute("job_title", _("Job title"), _line(200)),
    Attribute("roles", _("Buyer role"), _plain(cells.roles)),
    Attribute("influence", _("Influence"), _influence),
    Attribute("language", _("Language"), _plain(cells.language)),
    Attribute("salutation", _("How letters address them"), _line(120)),
    Attribute("birthday", _("Birthday"), _birthday),
    Attribute("country", _("Country"), _plain(cells.country)),
    Attribute("time_zone", _("Time zone"), _plain(cells.time_zone)),
    Attribute("interests", _("Interests"), _paragraph(2000)),
    Attribute("notes", _("Notes"), _paragraph(10_000)),
    Attribute("consent", _("Consent to be asked"), _plain(cells.yes_or_no)),
    Attribute("external_id", _("Number in other systems"), _line(100)),
]
FIXED = {f"client.{one.key}": one for one in CLIENT} | {f"person.{one.key}": one for one in PERSON}


def own_attributes() -> dict[str, Attribute]:
    """Return the organization's own fields, by key, those in use."""
    rows = CustomField.objects.filter(archived_at=None).order_by("subject", "position", "id")
    return {
        f"{'client' if row.subject == CustomField.Subject.CLIENT else 'person'}.{CUSTOM}{row.key}": Attribute(
            CUSTOM + row.key, row.label, _own(row)
        )
        for row in rows
    }


def choices() -> list[Field]:
    """Return every field as the page offers it."""
    return [
        Field(key=key, label=one.label, group=CLIENTS if key.startswith("client.") else PEOPLE)
        for key, one in (FIXED | own_attributes()).items()
    ]


@dataclass(slots=True)
class Draft:
    """A row as it was understood: values by attribute; a fault for each cell that was not."""

    number: int
    client: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    texts: Any = None

    @property
    def client_key(self) -> str:
        """Return what tells the row's client from others of the same table."""
        client = self.client
        known = sort_key(client.get("name", "")) or client.get("external_id") or client.get("domain") or ""
        return _digest("client", known) if known else ""

    @property
    def key(self) -> str:
        """Return what tells the row's person from others of the same table."""
        person = self.person
        known = next(iter(person.get("emails", ())), "") or person.get("external_id", "")
        if not known and person.get("name"):
            known = f"{self.client_key} {sort_key(person['name'])}"
        return _digest("person", known) if known else ""

    def blame(self, code: str, field_key: str = "", *, value: str = "", more: str = "") -> None:
        """Note a fault of the row as a whole, or of one of its cells."""
        text = value or (self.texts or {}).get(field_key, "")
        self.faults.append(Fault(code=code, field=field_key, value=text[:SHOWN], more=more[:SHOWN]))


def draft_of(source: Source, attributes: dict[str, Attribute], *, month_first: bool) -> Draft:
    """Read each cell of a row; never raises."""
    draft = Draft(number=source.number, texts=source.texts)
    if source.is_wide:
        draft.blame("wide")
    for key, text in source.texts.items():
        attribute = attributes.get(key)
        if attribute is None:  # a field of the organization's own that was archived meanwhile
            continue
        side = draft.client if key.startswith("client.") else draft.person
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


def _digest(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def _own(row: CustomField) -> Read:
    """Return how a field of the organization's own is read: to what its form would keep."""

    def read(text: str, month_first: bool) -> Any:
        match row.kind:
            case FieldKind.NUMBER:
                return _number(cells.number(text))
            case FieldKind.DATE:
                return cells.day(text, month_first=month_first).isoformat()
            case FieldKind.BOOLEAN:
                return cells.yes_or_no(text)
            case FieldKind.CHOICE:
                known = {fold(choice): choice for choice in row.choices}
                found = known.get(fold(text))
                if found is None:
                    raise BadCell(Wrong.CHOICE, ", ".join(row.choices))
                return found
        return cells.line(text, limit=1000)

    return read


def _number(value: Decimal) -> int | float:
    exponent = int(value.normalize().as_tuple().exponent)
    if (
        len(value.normalize().as_tuple().digits) > MOST_DIGITS
        or -exponent > MOST_PLACES
        or value.adjusted() >= MOST_DIGITS
    ):
        raise BadCell(Wrong.NUMBER)
    return int(value) if value == value.to_integral_value() else float(value)
