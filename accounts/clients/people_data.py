"""Where people's data stands: each slice says what of its rows is about a person, and how it is emptied or handed out.

What is counted stays (that somebody was heard, when, in which role, how the mood was); what tells who it was goes.
"""

import re
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import StrIndex

STRUCK = "…"  # what stands where a name stood
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
    is_deleted: bool = False
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
    """Strike these words out of the texts wherever they stand as whole words, in capitals or not as they are written."""
    for column in columns:
        for word in words:
            place = {f"place_of_{column}": StrIndex(F(column), Value(word))}
            found = rows.annotate(**place).filter(**{f"place_of_{column}__gt": 0})
            pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
            changed = []
            for row in found.only("pk", column):
                setattr(row, column, pattern.sub(STRUCK, getattr(row, column)))
                changed.append(row)
            rows.model.objects.bulk_update(changed, [column], batch_size=500)
