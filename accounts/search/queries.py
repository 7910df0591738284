"""Finding: the words of a question, intersected, within what the reader may see."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.events.registry import Reader
from accounts.search.models import SearchTerm
from accounts.search.registry import Hit, Source, sources
from accounts.search.words import beginnings
from accounts.web.text import beginning

QUEUE = "search"
MOST_WORDS = 8
MOST_LOOKED_AT = 1000


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind; `has_more` when only the first ones are here."""

    source: Source
    hits: list[Hit]
    has_more: bool


def asked(text: str) -> list[str]:
    """Return with what words must begin, the longest first; nothing when the text has single letters only."""
    return sorted(beginnings(text), key=lambda word: (-len(word), word))[:MOST_WORDS]


def find(terms: Collection[str], *, reader: Reader, limit: int) -> list[Group]:
    """Return up to `limit` things of each kind that have a word beginning with each of `terms`, as far as the reader may see.

    Kinds of which nothing was found are left out; without terms nothing is found.
    """
    if not terms:
        return []
    groups = []
    for source in sources():
        rows = list(matching(source.readable(reader), kind=source.kind, terms=terms)[: limit + 1])
        if rows:
            groups.append(Group(source=source, hits=source.hits(rows[:limit]), has_more=len(rows) > limit))
    return groups


def matching(rows: QuerySet[Any], *, kind: str, terms: Collection[str]) -> QuerySet[Any]:
    """Narrow the rows to those that have all the words: of a question that fits very many, those written down last.

    The ids are read first, each word as one range of the index. Joined to the rows instead, a word that is frequent
    elsewhere makes the database read everything.
    """
    return rows.filter(pk__in=list(ids_of(kind=kind, terms=terms)))


def ids_of(*, kind: str, terms: Collection[str]) -> QuerySet[Any]:
    """Return the ids of what has all the words, at most MOST_LOOKED_AT, the newest: ids rise with time."""
    first, *others = (
        SearchTerm.objects.filter(kind=kind, **beginning("term", term)).order_by().values_list("object_id", flat=True)
        for term in terms
    )
    # One word is intersected with itself: a plain DISTINCT would be read in the order of ids, past every word of the house.
    return first.intersection(*(others or [first])).order_by("-object_id")[:MOST_LOOKED_AT]
