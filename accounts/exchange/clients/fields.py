"""What columns about clients and their people may hold, and how their texts are read."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import FieldKind
from accounts.clients.models import CustomField
from accounts.exchange import cells
from accounts.exchange.cells import BadCell, Wrong
from accounts.exchange.drafts import Attribute, Read, line, paragraph, plainly
from accounts.exchange.registry import Field
from accounts.exchange.words import LOW_MEDIUM_HIGH, fold

CLIENTS, PEOPLE = _("Client"), _("Person at the client")
CUSTOM = "custom:"
MOST_DIGITS, MOST_PLACES = 15, 6  # what every reader of JSON keeps exactly


def _influence(text: str, _month_first: bool) -> int:
    found = LOW_MEDIUM_HIGH.get(fold(text))
    if found is None:
        raise BadCell(Wrong.INFLUENCE)
    return found


def _birthday(text: str, month_first: bool) -> tuple[int, int]:
    return cells.birthday(text, month_first=month_first)[:2]


CLIENT = [
    Attribute("name", _("Name of the client"), line(200)),
    Attribute("domain", _("Web domain"), plainly(cells.domain)),
    Attribute("external_id", _("Number in other systems"), line(100)),
    Attribute("segment", _("Segment"), line(120)),
    Attribute("country", _("Country"), plainly(cells.country)),
    Attribute("language", _("Language"), plainly(cells.language)),
    Attribute("time_zone", _("Time zone"), plainly(cells.time_zone)),
    Attribute("manager", _("Happiness manager"), line(254)),
    Attribute("sponsor", _("Executive sponsor"), line(254)),
    Attribute("tags", _("Tags"), lambda text, _m: [cells.line(tag, limit=60) for tag in cells.several(text)]),
]
PERSON = [
    Attribute("name", _("Name of the person"), line(200)),
    Attribute("first_name", _("First name"), line(100)),
    Attribute("last_name", _("Last name"), line(100)),
    Attribute("emails", _("E-mail"), plainly(cells.emails)),
    Attribute("phone", _("Phone"), plainly(cells.phone)),
    Attribute("job_title", _("Job title"), line(200)),
    Attribute("roles", _("Buyer role"), plainly(cells.roles)),
    Attribute("influence", _("Influence"), _influence),
    Attribute("language", _("Language"), plainly(cells.language)),
    Attribute("salutation", _("How letters address them"), line(120)),
    Attribute("birthday", _("Birthday"), _birthday),
    Attribute("country", _("Country"), plainly(cells.country)),
    Attribute("time_zone", _("Time zone"), plainly(cells.time_zone)),
    Attribute("interests", _("Interests"), paragraph(2000)),
    Attribute("notes", _("Notes"), paragraph(10_000)),
    Attribute("consent", _("Consent to be asked"), plainly(cells.yes_or_no)),
    Attribute("external_id", _("Number in other systems"), line(100)),
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
