"""What can be found. An app registers its kinds of things from AppConfig.ready(), so that search never imports upward."""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.events.registry import Reader
from accounts.tenancy.models import TenantModel


@dataclass(frozen=True, slots=True)
class Hit:
    """A thing that was found: how it is called, one line about it, and whether it stands in no list any more."""

    pk: uuid.UUID
    title: str
    note: str = ""
    quote: str = ""
    is_archived: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of things.

    `texts` are what each of these rows is found by (a row that can no longer be found is left out), `readable` the rows that
    a reader may see, in the order of the page, and `hits` what the page says of some. `page` is the name of the address whose
    second argument is the row's id.
    """

    kind: str
    title: Any
    page: str
    model: type[TenantModel]
    texts: Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, Iterable[str]]]
    readable: Callable[[Reader], QuerySet[Any]]
    hits: Callable[[Sequence[Any]], list[Hit]]


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Let things of this kind be found; raise ValueError when another source has the kind already."""
    if _sources.setdefault(source.kind, source) is not source:
        raise ValueError(f"{source.kind!r} is registered already")


def sources() -> list[Source]:
    """Return every kind in the order in which they were registered, which is that of the page."""
    return list(_sources.values())
