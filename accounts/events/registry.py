"""Who listens. Apps subscribe from AppConfig.ready() by importing their subscribers.py."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from accounts.events.kinds import ANY, Kind
from accounts.events.models import Event

Handler = Callable[[Event], None]
H = TypeVar("H", bound=Handler)

# What would follow from these live events at this time, in sentences of the language; they are stored, and rolled back after.
Forecast = Callable[[Sequence[Event], datetime, str], list[str]]

_forecasts: list[Forecast] = []
_handlers: dict[str, list[Handler]] = defaultdict(list)
_describers: dict[str, "Describer"] = {}


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom the timeline is told: some events are not for everybody."""

    employee_id: uuid.UUID
    role: str
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """An event in words of the page's language. `score` is a mood 0-100."""

    title: str
    text: str = ""
    quote: str = ""
    language: str = ""  # of the quote
    score: int | None = None
    url: str = ""


# What to say of each event; an event without an answer is not for this reader's eyes.
Describer = Callable[[Sequence[Event], Reader], Mapping[uuid.UUID, Said]]
D = TypeVar("D", bound=Describer)


def describe(*kinds: Kind) -> Callable[[D], D]:
    """Let the function say what the timeline shows of events of these kinds: all events of a page at once."""

    def remember(describer: D) -> D:
        _describers.update((kind.name, describer) for kind in kinds)
        return describer

    return remember


def describer_of(kind: str) -> Describer | None:
    """Return who describes events of the kind; nobody means that its title says it all."""
    return _describers.get(kind)


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


def register_forecast(forecast: Forecast) -> Forecast:
    """Ask the function, for whoever rehearses an event before sending it, what would follow. It may write: nothing stays."""
    if forecast not in _forecasts:
        _forecasts.append(forecast)
    return forecast


def forecasts() -> list[Forecast]:
    """Return who foretells, in the order of registration."""
    return list(_forecasts)
