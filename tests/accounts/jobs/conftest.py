from collections.abc import Callable

import pytest

from accounts.jobs import registry


@pytest.fixture
def handle(monkeypatch) -> Callable[..., None]:
    """Return a way to register a handler for the length of a test."""

    def register(queue: str, handler: registry.Handler, *, takes_long: bool = False) -> None:
        monkeypatch.setitem(registry._handlers, queue, handler)
        if takes_long:
            monkeypatch.setattr(registry, "_long", {*registry._long, queue})

    return register
