"""Who does the work of a queue. Apps register from AppConfig.ready(), so that lower code never imports upper code."""

import uuid
from collections.abc import Callable
from datetime import datetime

# Called inside the organization's scope with up to 20 subjects; the work and the end of the jobs are one transaction.
Handler = Callable[[list[uuid.UUID], datetime], None]

# Called outside of every scope, because it talks to the world: it opens scopes itself, and finishes or postpones each job.
# The deadline is a time.monotonic() before the lease ends; after it nothing more may be sent.
OutwardHandler = Callable[[uuid.UUID, list[tuple[uuid.UUID, uuid.UUID]], float], None]

_handlers: dict[str, Handler] = {}
_outward: dict[str, OutwardHandler] = {}


def register(queue: str, handler: Handler) -> None:
    """Make `handler` do the work of `queue`; raise ValueError when another one does it already."""
    if _handlers.setdefault(queue, handler) is not handler:
        raise ValueError(f"queue {queue!r} has a handler already")


def register_outward(queue: str, handler: OutwardHandler) -> None:
    """Make `handler` do the work of a queue that talks to the outside; it gets (job id, subject id) pairs and a deadline."""
    if _outward.setdefault(queue, handler) is not handler:
        raise ValueError(f"queue {queue!r} has a handler already")


def outward_of(queue: str) -> OutwardHandler | None:
    """Return the outward handler of the queue, or None when its work stays in the database."""
    return _outward.get(queue)


def handler_of(queue: str) -> Handler:
    """Return the handler of the queue; raise LookupError for an unknown queue."""
    return _handlers[queue]


def queues() -> list[str]:
    """Return the names of all queues that somebody handles."""
    return sorted({*_handlers, *_outward})
