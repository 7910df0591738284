"""What the running code may know of its request: for logs and for the audit trail, not for decisions."""

import uuid
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """`request_id` joins the log lines of one request."""

    request_id: str
    find_ip: Callable[[], str]

    @property
    def ip(self) -> str:
        """Return the client's address as far as proxies are trusted; few requests are asked for it."""
        return self.find_ip()


_facts: ContextVar[RequestFacts | None] = ContextVar("request_facts", default=None)


def begin(*, find_ip: Callable[[], str], request_id: str = "") -> object:
    """Remember the facts of a request; hand the result to `end`."""
    return _facts.set(RequestFacts(request_id or uuid.uuid4().hex, find_ip))


def end(token: object) -> None:
    """Forget the request."""
    _facts.reset(token)  # type: ignore[arg-type]


def unlogged(view: View) -> View:
    """Let no log line and no counter tell that the page was asked for: its being used would say what it keeps secret.

    The outermost decorator of a view. What breaks in it is logged as everywhere.
    """
    view.is_unlogged = True  # type: ignore[attr-defined]
    return view


def current() -> RequestFacts | None:
    """Return the facts of the current request, or None outside of one."""
    return _facts.get()
