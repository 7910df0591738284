"""What wants people to be asked stands above this slice; here it says what it is called."""

import uuid
from collections.abc import Callable, Collection, Mapping

Names = Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, str]]
_named: dict[str, Names] = {}


def register_causes(source: str, names: Names) -> None:
    """Let `names` say what the causes of this source are called, by their ids. Once, when the app starts."""
    _named[source] = names


def names_of(source: str, ids: Collection[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    """Return what these causes are called; those that are gone are missing."""
    return _named[source](ids) if ids and source in _named else {}
