"""Who does the work of a queue. Apps register from AppConfig.ready(), so that lower code never imports upper code."""

import uuid
from collections.abc import Callable
from datetime import datetime

# Called inside the organization's scope with up to 20 subjects; the work and the end of the jobs are one transaction.
Handler = Callable[[list[uuid.UUID], datetime], None]

_handlers: dict[str, Handler] = {}


def register(queue: str, handler: Handler) -> None:
    """Make `handler` do the work of `queue`; raise ValueError when another one does it already."""
    if _handlers.setdefault(queue, handler) is not handler:
        raise ValueError(f"queue {queue!r} has a handler already")


def handler_of(queue: str) -> Handler:
    """Return the handler of the queue; raise LookupError for an unknown queue."""
    return _handlers[queue]


def queues() -> list[str]:
    """Return the names of all queues that somebody handles."""
    return sorted(_handlers)
