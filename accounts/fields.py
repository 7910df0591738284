"""Money in a table: an amount has its currency beside it, and a currency its own number of decimals (ISO 4217)."""

from typing import Any

from babel.core import get_global
from django.db import models

# What is legal tender somewhere today.
CURRENCIES = frozenset(
    code
    for rows in get_global("territory_currencies").values()
    for code, _since, until, tender in rows
    if tender and not until
)
WITHOUT_CENTS = frozenset({
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
})  # fmt: skip
WITH_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
MOST_DECIMALS = 3


def decimals_of(currency: str) -> int:
    """Return how many decimals amounts of the currency have by ISO 4217: two, unless the standard says otherwise."""
    if currency in WITHOUT_CENTS:
        return 0
    return MOST_DECIMALS if currency in WITH_THOUSANDTHS else 2


class MoneyField(models.DecimalField):
    """An amount below 10^15 with the decimals of any currency. The model keeps its currency in a CurrencyField."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_digits", 18)
        options.setdefault("decimal_places", MOST_DECIMALS)
        super().__init__(*args, **options)


class CurrencyField(models.CharField):
    """A code of ISO 4217."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("max_length", 3)
        super().__init__(*args, **options)
