"""Finding: the words of a question, intersected, within what the reader may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from accounts.events.registry import Reader
from accounts.search.lookup import ids_of
from accounts.search.registry import Hit, Source, sources
from accounts.search.words import beginnings

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


def find(terms: Sequence[str], *, reader: Reader, limit: int) -> list[Group]:
    """Return up to `limit` things of each kind that have a word beginning with each of `terms`, as far as the reader may see.

    Kinds of which nothing was found are left out; without terms nothing is found.
    """
    if not terms:
        return []
    groups = []
    for source in sources():
        rows = newest(source.readable(reader), kind=source.kind, terms=terms, wanted=limit + 1)
        if rows:
            groups.append(Group(source=source, hits=source.hits(rows[:limit]), has_more=len(rows) > limit))
    return groups


def newest(rows: QuerySet[Any], *, kind: str, terms: Sequence[str], wanted: int) -> list[Any]:
    """Return up to `wanted` of the rows that have all the words, those that were written down last, in the rows' order.

    As few are looked at as may be enough; when the reader may not see some of these, MOST_LOOKED_AT are.
    """
    found: list[Any] = []
    for most in (wanted, MOST_LOOKED_AT):
        ids = ids_of(kind=kind, terms=terms, limit=most)
        found = list(rows.filter(pk__in=ids)[:wanted])
        if len(found) == wanted or len(ids) < most:
            break
    return found
