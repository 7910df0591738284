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
_long: set[str] = set()


def register(queue: str, handler: Handler, *, takes_long: bool = False) -> None:
    """Make `handler` do the work of `queue`; raise ValueError when another one does it already.

    Where a batch `takes_long` (seconds), nobody who was called for something else begins it.
    """
    _long.update({queue} if takes_long else ())
    if _handlers.setdefault(queue, handler) is not handler:
        raise ValueError(f"queue {queue!r} has a handler already")


def register_outward(queue: str, handler: OutwardHandler, *, takes_long: bool = False) -> None:
    """Make `handler` do the work of a queue that talks to the outside; it gets (job id, subject id) pairs and a deadline."""
    _long.update({queue} if takes_long else ())
    if _outward.setdefault(queue, handler) is not handler:
        raise ValueError(f"queue {queue!r} has a handler already")


def outward_of(queue: str) -> OutwardHandler | None:
    """Return the outward handler of the queue, or None when its work stays in the database."""
    return _outward.get(queue)


def handler_of(queue: str) -> Handler:
    """Return the handler of the queue; raise LookupError for an unknown queue."""
    return _handlers[queue]


def queues() -> list[str]:
    """Return the names of all queues that somebody handles, in the order in which news goes through them.

    What talks to the outside comes last: a letter leaves in the same turn in which its cause was told.
    """
    return list(dict.fromkeys((*_handlers, *_outward)))


def takes_long(queue: str) -> bool:
    """Tell whether a batch of the queue takes seconds."""
    return queue in _long
