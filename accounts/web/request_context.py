"""What the running code may know of its request: for logs and for the audit trail, not for decisions."""

import uuid
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """`request_id` joins the log lines of one request; `ip` is the client's address as far as proxies are trusted."""

    request_id: str
    ip: str | None


_facts: ContextVar[RequestFacts | None] = ContextVar("request_facts", default=None)


def begin(*, ip: str | None, request_id: str = "") -> object:
    """Remember the facts of a request; hand the result to `end`."""
    return _facts.set(RequestFacts(request_id=request_id or uuid.uuid4().hex, ip=ip))


def end(token: object) -> None:
    """Forget the request."""
    _facts.reset(token)  # type: ignore[arg-type]


def current() -> RequestFacts | None:
    """Return the facts of the current request, or None outside of one."""
    return _facts.get()
