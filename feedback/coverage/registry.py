"""Where people are heard. A slice that hears somebody registers its source from AppConfig.ready()."""

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence

from feedback.coverage.rules import Hearing

# Takes clients and returns what was heard at each, in a constant number of queries: of every person and set of roles at
# least the last time. Confidential words count too; that somebody was heard says nothing of them.
Source = Callable[[Collection[uuid.UUID]], Mapping[uuid.UUID, Sequence[Hearing]]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Let coverage count what the source has heard."""
    if source not in _sources:
        _sources.append(source)


def sources() -> list[Source]:
    """Return every registered source."""
    return list(_sources)
