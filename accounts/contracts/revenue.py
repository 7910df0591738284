"""What a client brings: from what was booked, or from its contracts day by day. Fractions inside, one rounding at the end."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from accounts.contracts.conversion import RateMissing, Rates

DAY = timedelta(days=1)
MONTHS_OF_A_YEAR = 12
YEARS_SHOWN = 5


class Source(StrEnum):
    ENTRIES = "entries"
    CONTRACTS = "contracts"


@dataclass(frozen=True, slots=True)
class Entry:
    """Revenue that was booked on a day; a credit note is negative."""

    day: date
    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Term:
    """The money of a contract: `amount` for every so many months, or once (0 months). `ends_on` is its last day."""

    amount: Decimal
    currency: str
    months: int
    starts_on: date
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Revenue:
    """An amount in one currency, unrounded. None is unknown: nothing is on record, or the rates in `missing` are not."""

    amount: Fraction | None = None
    source: Source | None = None
    missing: tuple[tuple[str, date], ...] = ()

    def rounded(self, places: int) -> Decimal | None:
        """Return the amount with so many decimals, a half to the even neighbor (ROUND_HALF_EVEN); None stays unknown."""
        return None if self.amount is None else Decimal(round(self.amount * 10**places)).scaleb(-places)


def revenue(entries: Iterable[Entry], terms: Sequence[Term], *, rates: Rates, since: date, until: date) -> Revenue:
    """Return what a client brought from the day `since` to the day before `until`, in the currency of the rates.

    Whatever was booked in that time is the truth; only where nothing was booked, contracts count pro rata: each of their
    periods (a month from the day on which the contract began, and so on) brings its amount evenly on each of its days, and is
    converted at the rate of its first day. One missing rate makes the whole unknown: it is never counted as zero.
    """
    booked = [entry for entry in entries if since <= entry.day < until]
    if booked:
        return _sum(((Fraction(one.amount), one.currency, one.day) for one in booked), Source.ENTRIES, rates)
    if not terms:
        return Revenue()
    earned = ((share, term.currency, day) for term in terms for day, share in earnings(term, since=since, until=until))
    return _sum(earned, Source.CONTRACTS, rates)


def earnings(term: Term, *, since: date, until: date) -> Iterator[tuple[date, Fraction]]:
    """Yield the first day of each period of the contract with what it brings from `since` to the day before `until`."""
    ends_on = term.ends_on if term.ends_on or term.months else term.starts_on
    last = min(until, ends_on + DAY) if ends_on else until
    number = max(0, _months_between(term.starts_on, since) // term.months - 1) if term.months else 0
    while (start := _start(term, number)) < last:
        end = _start(term, number + 1)
        days = (min(end, last) - max(start, since)).days
        if days > 0 and term.amount:
            yield start, Fraction(term.amount) * days / (end - start).days
        number += 1


def last_year(today: date) -> tuple[date, date]:
    """Return the twelve months that end with today, as `since` and `until`."""
    until = today + DAY
    return add_months(until, -MONTHS_OF_A_YEAR), until


def years(entries: Sequence[Entry], terms: Sequence[Term], *, rates: Rates, today: date) -> list[tuple[int, Revenue]]:
    """Return the calendar years since the first money, at most the last five, oldest first; the present one until today."""
    first = min([*(entry.day for entry in entries), *(term.starts_on for term in terms)], default=today).year
    shown = range(max(first, today.year - YEARS_SHOWN + 1), today.year + 1)
    return [(year, _of_year(year, entries, terms, rates=rates, today=today)) for year in shown]


def _of_year(year: int, entries: Sequence[Entry], terms: Sequence[Term], *, rates: Rates, today: date) -> Revenue:
    until = min(date(year + 1, 1, 1), today + DAY)
    return revenue(entries, terms, rates=rates, since=date(year, 1, 1), until=until)


def _sum(lines: Iterable[tuple[Fraction, str, date]], source: Source, rates: Rates) -> Revenue:
    total = Fraction(0)
    missing: dict[str, date] = {}
    for amount, currency, day in lines:
        try:
            total += rates.convert(amount, currency, day)
        except RateMissing:
            missing[currency] = min(day, missing.get(currency, day))
    return Revenue(None if missing else total, source, tuple(sorted(missing.items())))


def _start(term: Term, number: int) -> date:
    """Return the first day of a period. A contract that is paid once has one: all its days, or its first day."""
    if term.months:
        return add_months(term.starts_on, number * term.months)
    if not number:
        return term.starts_on
    return (term.ends_on or term.starts_on) + number * DAY


def add_months(day: date, months: int) -> date:
    """Return the same day so many months later (earlier), or the last day of a month that is shorter."""
    year, month = divmod(day.year * MONTHS_OF_A_YEAR + day.month - 1 + months, MONTHS_OF_A_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _months_between(start: date, end: date) -> int:
    return (end.year - start.year) * MONTHS_OF_A_YEAR + end.month - start.month
