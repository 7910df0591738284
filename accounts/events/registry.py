"""Who listens. Apps subscribe from AppConfig.ready() by importing their subscribers.py."""

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from accounts.events.kinds import ANY, Kind
from accounts.events.models import Event

Handler = Callable[[Event], None]
H = TypeVar("H", bound=Handler)

_handlers: dict[str, list[Handler]] = defaultdict(list)


def subscribe(kind: Kind | str) -> Callable[[H], H]:
    """Call the function for every event of the kind (or of ANY), after the commit, in the organization's scope.

    It may be called twice for one event, so every row it writes needs a rule of uniqueness. An error in one handler undoes
    all handlers of that event, and they run again later.
    """

    def remember(handler: H) -> H:
        name = kind if isinstance(kind, str) else kind.name
        if handler not in _handlers[name]:
            _handlers[name].append(handler)
        return handler

    return remember


def handlers_of(kind: str) -> list[Handler]:
    """Return the handlers of a kind's name, those of ANY last."""
    return [*_handlers.get(kind, []), *_handlers.get(ANY, [])]
