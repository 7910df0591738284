"""Every address of the product, read from its URLconf: what is not here cannot be opened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

DOOR = "o/<slug:slug>/"


@dataclass(frozen=True, slots=True)
class Page:
    """An address: its whole route, its name, its view, and the arguments of its route with their converters."""

    route: str
    name: str
    view: Callable[..., Any]
    arguments: dict[str, str]

    @property
    def is_behind_the_door(self) -> bool:
        return self.route.startswith(DOOR)

    @property
    def rows(self) -> set[str]:
        """The arguments that name a row."""
        return {name for name, converter in self.arguments.items() if converter == "UUIDConverter"}

    @property
    def names_a_row(self) -> bool:
        return bool(self.rows)

    def address(self, **arguments: Any) -> str:
        """Return the address, with the given values for those arguments that the route has."""
        return reverse(self.name, kwargs={name: arguments[name] for name in self.arguments})

    def __str__(self) -> str:
        return self.name or self.route


def pages() -> list[Page]:
    return list(_pages(get_resolver(), "", {}))


def pages_behind_the_door() -> list[Page]:
    return [page for page in pages() if page.is_behind_the_door]


def _pages(resolver: URLResolver, route: str, arguments: dict[str, str]) -> Iterator[Page]:
    for entry in resolver.url_patterns:
        own = {name: type(converter).__name__ for name, converter in entry.pattern.converters.items()}
        if isinstance(entry, URLPattern):
            yield Page(route + str(entry.pattern), entry.name or "", entry.callback, arguments | own)
        else:
            yield from _pages(entry, route + str(entry.pattern), arguments | own)
