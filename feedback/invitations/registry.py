"""What wants people to be asked, or written to, stands above this slice; here it says what it is called, and if it is over."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import datetime

Names = Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, str]]
Over = Callable[[Collection[uuid.UUID]], Collection[uuid.UUID]]
_named: dict[str, Names] = {}
_over: dict[str, Over] = {}
_letters: list[Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, datetime]]] = []


def register_causes(source: str, names: Names) -> None:
    """Let `names` say what the causes of this source are called, by their ids. Once, when the app starts."""
    _named[source] = names


def names_of(source: str, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """Return what these causes are called; those that are gone are missing."""
    return _named[source](ids) if ids and source in _named else {}


def register_over(source: str, over: Over) -> None:
    """Let `over` say which causes of this source want nothing any more: looked at whenever something of theirs is due."""
    _over[source] = over


def over(causes: Iterable[tuple[str, uuid.UUID | None]]) -> set[tuple[str, uuid.UUID]]:
    """Return those of the causes (source, id) that want nothing any more; a query for each source at most."""
    ids = defaultdict(set)
    for source, cause in causes:
        if cause is not None and source in _over:
            ids[source].add(cause)
    return {(source, cause) for source, of_source in ids.items() for cause in _over[source](of_source)}


def register_letters(last: Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, datetime]]) -> None:
    """Let `last` say when a letter of its own sort left last for each of some people. Once, when the app starts."""
    _letters.append(last)


def letters_to(people: Collection[uuid.UUID]) -> Iterator[tuple[uuid.UUID, datetime]]:
    """Yield person and moment of the last letter of each sort that asks nothing; a query for each sort."""
    for last in _letters:
        yield from last(people).items()
