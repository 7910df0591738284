"""Culture cards: the organization's own words before those of the product."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from accounts.clients.culture import PARTS, cards
from accounts.clients.models import CultureCard
from accounts.web.countries import country_name
from accounts.web.text import sort_key


@dataclass(frozen=True, slots=True)
class Card:
    """A culture card as a page shows it. `language` is that of its texts: an own card may exist in another one only."""

    country: str
    language: str
    parts: tuple[tuple[str, str], ...]  # (talk | decide | avoid | celebrate, text), without empty ones
    sources: str
    is_own: bool

    @property
    def name(self) -> str:
        """Return the country's name in the language of the page."""
        return country_name(self.country)


def culture_card(country: str) -> Card | None:
    """Return the card of a country: own words in the page's language, else the product's, else own words in another one."""
    rows = {row.language: row for row in CultureCard.objects.filter(country=country)} if country else {}
    return _card(country, rows)


def culture_cards() -> list[Card]:
    """Return the card of every country that has one, by the names of the countries."""
    own: dict[str, dict[str, CultureCard]] = {}
    for row in CultureCard.objects.all():
        own.setdefault(row.country, {})[row.language] = row
    found = [_card(country, own.get(country, {})) for country in cards().keys() | own.keys()]
    return sorted(filter(None, found), key=lambda card: sort_key(card.name))


def card_texts(country: str, language: str) -> dict[str, str]:
    """Return what the form of a country's card begins with: the organization's own words, else the product's, else nothing."""
    row = CultureCard.objects.filter(country=country, language=language).first()
    if row:
        return {name: getattr(row, name) for name in (*PARTS, "sources")}
    ready: Any = cards().get(country)
    return {**{part: ready[part][language] for part in PARTS}, "sources": ready["sources"]} if ready else {}


def card_countries(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the country of each card, for the audit trail."""
    rows = CultureCard.objects.filter(pk__in=ids).values_list("pk", "country")
    return {pk: country_name(country) for pk, country in rows}


def _card(country: str, own: dict[str, CultureCard]) -> Card | None:
    language = (get_language() or "en")[:2]
    ready = cards().get(country)
    if ready and language not in own:
        told = tuple((part, ready[part][language]) for part in PARTS)
        return Card(country, language, told, ready["sources"], is_own=False)
    row = own.get(language) or next((own[one] for one in sorted(own)), None)
    if row is None:
        return None
    told = tuple((part, text) for part in PARTS if (text := getattr(row, part)))
    return Card(country, row.language, told, row.sources, is_own=True)
