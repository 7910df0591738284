"""What the trail can say to a person. Apps register it from AppConfig.ready(), so that audit imports none of them."""

import uuid
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

# Ids in, names of today out; an id that is missing in the answer belongs to something deleted.
NamesOf = Callable[[Collection[uuid.UUID]], dict[uuid.UUID, str]]


@dataclass(frozen=True, slots=True)
class Act:
    """An act as the filter calls it, and as a whole sentence with {who} and {what}; both texts are lazy translations."""

    label: Any
    sentence: Any


_acts: dict[str, Act] = {}
_names: dict[str, NamesOf] = {}


def register(*, acts: Mapping[str, Act], names: Mapping[str, NamesOf]) -> None:
    """Teach the trail the acts of an app, and how the rows they touch ("accounts.employee") are called now."""
    _acts.update(acts)
    _names.update(names)


def acts() -> dict[str, Act]:
    """Return every act that is known, by its code."""
    return dict(_acts)


def names_of(label: str, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of today of the model's rows; rows of a model that nobody registered have none."""
    lookup = _names.get(label)
    return lookup(ids) if lookup and ids else {}
