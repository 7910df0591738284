"""Where people's data stands: each slice says what of its rows is about a person, and how it is emptied or handed out.

What is counted stays (that somebody was heard, when, in which role, how the mood was); what tells who it was goes.
"""

import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Lower, StrIndex
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext

from accounts.web import formats

STRUCK = "…"  # what stands where a name stood
OWN = "own"  # the role of the person themselves, who reads all that they said, and what everybody may read of the rest
SHORTEST = 3  # letters; what is shorter is no name that can be told from other words


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom it is about: the ids of all entries that became one, the words that name them, and the clients they know."""

    ids: frozenset[uuid.UUID]
    words: tuple[str, ...]
    addresses: frozenset[str]
    client_ids: frozenset[uuid.UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A model that holds data of people. Every text column of it stands in one of the three lists.

    `of` leads from a row to the person ("contact"; "" where only `erase` knows the way). `emptied` is written by the person or
    about nobody else; in `struck`, texts about the client, the person's names are struck out; `harmless` names nobody.
    What is handed out as a page says columns that have a name in the reader's language; `titles` names further ones.
    """

    model: type[Any]
    title: Any
    of: str = ""
    emptied: tuple[str, ...] = ()
    struck: tuple[str, ...] = ()
    harmless: tuple[str, ...] = ()
    erase: Callable[[Person, datetime], None] | None = None
    # Of the rows of the person, those that a reader may have: (rows, role, employee's id).
    readable: Callable[[QuerySet[Any], str, uuid.UUID], QuerySet[Any]] | None = None
    titles: Mapping[str, Any] = field(default_factory=dict)
    # How a row's value is said where that is not plain; "" where it is not.
    words: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    is_deleted: bool = False
    is_own: bool = (
        False  # the person themselves alone may know that there is any: nobody else is told how much is left out
    )
    is_last: bool = False  # others need it to know whom it is about

    def rows(self, person: Person) -> QuerySet[Any]:
        """Return the rows that are about the person."""
        found: QuerySet[Any] = (
            self.model.objects.filter(**{f"{self.of}__in": person.ids}) if self.of else self.model.objects.none()
        )
        return found.distinct()


_places: list[Place] = []


def register_places(*places: Place) -> None:
    """Let what these models hold of a person be erased and handed out."""
    _places.extend(places)


def places() -> list[Place]:
    """Return every place, in the order in which they are emptied."""
    return sorted(_places, key=lambda place: place.is_last)


def erase(place: Place, person: Person, now: datetime) -> None:
    """Empty what the place holds of the person. Twice is once."""
    if place.erase:
        place.erase(person, now)
    rows = place.model.objects.filter(pk__in=place.rows(person).values("pk"))
    if place.is_deleted:
        rows.delete()
    elif place.emptied:
        rows.update(**{name: blank(place.model, name) for name in place.emptied})
    if place.struck:
        told = Q(client__in=person.client_ids) if hasattr(place.model, "client") else Q(pk__in=[])
        strike(place.model.objects.filter(told | Q(pk__in=place.rows(person).values("pk"))), place.struck, person.words)


def blank(model: type[Any], name: str) -> Any:
    """Return what an emptied column holds."""
    field = model._meta.get_field(name)
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def strike(rows: QuerySet[Any], columns: Sequence[str], words: Sequence[str]) -> None:
    """Strike these words out of the texts of these columns."""
    for column in columns:
        for word in words:
            place = {f"place_of_{column}": StrIndex(Lower(F(column)), Lower(Value(word)))}
            changed = list(rows.annotate(**place).filter(**{f"place_of_{column}__gt": 0}).only("pk", column))
            for row in changed:
                setattr(row, column, struck(getattr(row, column), [word]))
            rows.model.objects.bulk_update(changed, [column], batch_size=500)


def struck(text: str, words: Sequence[str]) -> str:
    """Return the text without these words, wherever they stand as whole words and however large their letters are."""
    for word in words:
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", STRUCK, text, flags=re.IGNORECASE)
    return text


# --- What is handed out ---


def columns(place: Place) -> dict[str, Any]:
    """Return the titles of the columns that a person can read, in the order of the model."""
    named = {one.name: one.verbose_name for one in place.model._meta.concrete_fields}
    return {
        name: place.titles.get(name, title)
        for name, title in named.items()
        if name in place.titles or isinstance(title, Promise)
    }


def lines(place: Place, row: Any) -> list[tuple[str, str]]:
    """Return what the row says of the person, titles and values in the language of the page; what is empty is left out."""
    said = ((title, place.words.get(name, partial(_plainly, name))(row)) for name, title in columns(place).items())
    return [(capfirst(str(title)), value) for title, value in said if value]


def _plainly(name: str, row: Any) -> str:
    value = getattr(row, name)
    if value in (None, "", [], {}):
        return ""
    return str(getattr(row, f"get_{name}_display")()) if row._meta.get_field(name).choices else in_words(value)


def in_words(value: Any) -> str:
    """Return a value as the language of the page writes it."""
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.day(value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
