"""Currencies by the codes of ISO 4217, named in the reader's language."""

from babel.numbers import get_currency_name
from django.utils.translation import get_language

from accounts.fields import CURRENCIES
from accounts.web.text import sort_key

FIRST = ("EUR", "USD", "GBP", "UAH", "PLN", "CHF")  # what most contracts of our readers are in


def currency_choices() -> list[tuple[str, str]]:
    """Return every currency in use as "EUR, euro": the usual ones first, then in the order of their codes."""
    rest = sorted(CURRENCIES.difference(FIRST), key=sort_key)
    return [(code, f"{code}, {_name(code)}") for code in (*FIRST, *rest)]


def _name(code: str) -> str:
    return get_currency_name(code, locale=(get_language() or "en").replace("-", "_"))
