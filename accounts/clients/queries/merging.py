"""Two entries of one client or one person: in what they differ, what each has, and what becomes of both."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.clients import registry
from accounts.clients.enums import Consent
from accounts.clients.models import Client, Contact, Undo
from accounts.clients.queries.companies import clients
from accounts.clients.queries.people import contacts
from accounts.clients.registry import Values
from accounts.web.countries import country_name
from accounts.web.text import beginning, sort_key

THIS, OTHER, BOTH = "this", "other", "both"
MOST_FOUND = 10
Row = Client | Contact
UNDO_PREFIX = "merge."


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Columns that are chosen together. `text` says them to a reader; long texts may be kept both."""

    label: Any
    columns: tuple[str, ...]
    text: Callable[[Any], str]
    is_long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What two entries say differently: `name` is the part, `usual` what is proposed."""

    name: str
    label: Any
    this: str
    other: str
    usual: str
    is_long: bool = False


def _plain(name: str) -> Callable[[Any], str]:
    return lambda row: str(getattr(row, name) or "")


def _shown(name: str) -> Callable[[Any], str]:
    return lambda row: str(getattr(row, f"get_{name}_display")())


def _country(row: Any) -> str:
    return country_name(row.country) if row.country else ""


def _birthday(row: Any) -> str:
    return date_format(row.birthday, "MONTH_DAY_FORMAT") if row.birthday else ""


def _consent(row: Any) -> str:
    return "" if row.consent == Consent.UNKNOWN else f"{row.get_consent_display()} {row.consent_source}".strip()


def _part(model: type[Row], name: str, text: Callable[[Any], str], *more: str, is_long: bool = False) -> Part:
    field: Any = model._meta.get_field(name)
    return Part(label=field.verbose_name, columns=(field.attname, *more), text=text, is_long=is_long)


PARTS: dict[type[Row], dict[str, Part]] = {
    Client: {
        "name": _part(Client, "name", _plain("name"), "sort_name"),
        "domain": _part(Client, "domain", _plain("domain")),
        "segment": _part(Client, "segment", _plain("segment")),
        "manager": _part(Client, "manager", _plain("manager")),
        "sponsor": _part(Client, "sponsor", _plain("sponsor")),
        "country": _part(Client, "country", _country),
        "time_zone": _part(Client, "time_zone", _plain("time_zone")),
        "language": _part(Client, "language", _shown("language")),
        "external_id": _part(Client, "external_id", _plain("external_id")),
    },
    Contact: {
        "name": _part(Contact, "name", _plain("name"), "sort_name"),
        "salutation": _part(Contact, "salutation", _plain("salutation")),
        "phone": _part(Contact, "phone", _plain("phone")),
        "country": _part(Contact, "country", _country),
        "time_zone": _part(Contact, "time_zone", _plain("time_zone")),
        "language": _part(Contact, "language", _shown("language")),
        "birthday": Part(label=_("Birthday"), columns=("birth_day", "birth_month", "birthday_source"), text=_birthday),
        "interests": _part(Contact, "interests", _plain("interests"), is_long=True),
        "notes": _part(Contact, "notes", _plain("notes"), is_long=True),
        "talk_card": _part(Contact, "talk_card", _plain("talk_card"), is_long=True),
        "consent": _part(Contact, "consent", _consent, "consent_source", "consent_at"),
        "asking": _part(Contact, "asking", _shown("asking")),
        "external_id": _part(Contact, "external_id", _plain("external_id")),
    },
}


def differences(this: Row, other: Row) -> list[Difference]:
    """Return what somebody has to choose: the parts that both entries have, and not the same.

    Proposed is what this entry says, both of long texts, and a consent that was withdrawn.
    """
    found = []
    for name, part in PARTS[type(this)].items():
        said, said_by_other = part.text(this), part.text(other)
        if said and said_by_other and said != said_by_other:
            usual = BOTH if part.is_long else THIS
            if name == "consent" and other.consent == Consent.WITHDRAWN:  # type: ignore[union-attr]
                usual = OTHER
            found.append(
                Difference(
                    name=name, label=part.label, this=said, other=said_by_other, usual=usual, is_long=part.is_long
                )
            )
    return found


def joined_values(this: Row, other: Row, *, chosen: Mapping[str, str]) -> Values:
    """Return the columns of what both become: as `chosen` by part, and of the other parts what either entry says.

    Own fields and messengers are those of both.
    """
    values: Values = {}
    for name, part in PARTS[type(this)].items():
        which = chosen.get(name) or (THIS if part.text(this) else OTHER)
        source = other if which == OTHER else this
        values |= {column: getattr(source, column) for column in part.columns}
        if which == BOTH and part.is_long:
            field: Any = this._meta.get_field(name)
            values[name] = f"{part.text(this)}\n\n{part.text(other)}"[: field.max_length]
    filled = {key: value for key, value in this.custom.items() if value not in (None, "")}
    values["custom"] = other.custom | filled
    if isinstance(this, Contact) and isinstance(other, Contact):
        values["messengers"] = this.messengers + [one for one in other.messengers if one not in this.messengers]
    return values


def belongings(this: Row, other: Row) -> list[tuple[str, int, int]]:
    """Return what each of the two has: (title, number of this one's rows, number of the other's)."""
    found: dict[str, list[int]] = {}
    for key in registry.keys_to(type(this)):
        if key.title:
            rows = key.model.objects.filter(**{f"{key.attname}__in": [this.pk, other.pk]})
            numbers = dict(rows.order_by().values_list(key.attname).annotate(Count("pk")))
            both = found.setdefault(str(key.title), [0, 0])
            both[0] += numbers.get(this.pk, 0)
            both[1] += numbers.get(other.pk, 0)
    return [(title, here, there) for title, (here, there) in found.items() if here or there]


def entries(model: type[Row], *, start: str, besides: uuid.UUID) -> list[Any]:
    """Return up to ten entries in use whose names begin so, by name."""
    rows = clients() if model is Client else contacts()
    return list(rows.filter(**beginning("sort_name", sort_key(start))).exclude(pk=besides)[:MOST_FOUND])


def known_merges() -> QuerySet[Undo]:
    """Return every merge that is kept."""
    return Undo.objects.filter(kind__startswith=UNDO_PREFIX)


def merges(*, now: datetime) -> QuerySet[Undo]:
    """Return the merges that can still be taken back, the newest first; what it takes is not loaded."""
    rows = known_merges().filter(undone_at=None, expires_at__gt=now)
    return rows.select_related("by").defer("data").order_by("-created_at", "-id")
