"""Playbooks stand above rules; here they say which of them a rule may begin."""

import uuid
from collections.abc import Callable, Mapping

_playbooks: list[Callable[[], Mapping[uuid.UUID, str]]] = []


def register_playbooks(names: Callable[[], Mapping[uuid.UUID, str]]) -> None:
    """Let the function say which playbooks a rule may begin, by id. Once, when the app starts."""
    _playbooks[:] = [names]


def playbooks() -> Mapping[uuid.UUID, str]:
    """Return the playbooks that a rule may begin, with their names."""
    return _playbooks[0]() if _playbooks else {}
