"""What other slices look at again when something changes at a client that no event tells."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Protocol


class LookFunction(Protocol):
    def __call__(self, *, client_ids: Collection[uuid.UUID], now: datetime) -> None: ...


_looks: list[LookFunction] = []
_looks_back: list[LookFunction] = []


def register_look(function: LookFunction) -> None:
    """Let the function look again at clients after what no event tells: another segment, an answer that was corrected."""
    if function not in _looks:
        _looks.append(function)


def register_look_back(function: LookFunction) -> None:
    """Let the function look again at what is kept of clients' past: after an import that was undone."""
    if function not in _looks_back:
        _looks_back.append(function)


def look_again(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Let other slices look at these clients again, in the transaction of the change."""
    if client_ids:
        for look in _looks:
            look(client_ids=client_ids, now=now)


def look_back(*, client_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Let other slices look at these clients again, and at what they keep of their past: it never was."""
    look_again(client_ids=client_ids, now=now)
    if client_ids:
        for look in _looks_back:
            look(client_ids=client_ids, now=now)
