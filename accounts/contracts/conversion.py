"""Turning amounts of one currency into another: exactly, at a rate that is known, or not at all."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction


class RateMissing(LookupError):
    """Nobody has entered what the currency was worth on the day, or on an earlier one."""

    def __init__(self, currency: str, day: date) -> None:
        super().__init__(f"{currency} on {day}")
        self.currency, self.day = currency, day


class Rates:
    """What other currencies are worth in one: a rate holds from its day until the day of the next one."""

    def __init__(self, base: str, rows: Iterable[tuple[str, date, Decimal]]) -> None:
        """Take (currency, day, what one unit of it is worth in `base`), in any order."""
        self.base = base
        self._rows: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
        for currency, day, rate in sorted(rows):
            self._rows[currency].append((day, rate))

    def convert(self, amount: Decimal | Fraction, currency: str, day: date) -> Fraction:
        """Return the amount in the base currency at the rate of the day, unrounded; raise RateMissing, never guess."""
        if currency == self.base:
            return Fraction(amount)
        known = self._rows.get(currency, [])
        until = bisect_right(known, day, key=lambda row: row[0])
        if not until:
            raise RateMissing(currency, day)
        return Fraction(amount) * Fraction(known[until - 1][1])
