"""Days, in digits or in words of three languages."""

import re
from datetime import date

from accounts.exchange.cells.plain import BadCell, Wrong, sound
from accounts.exchange.words import MONTHS, fold

EARLIEST, LATEST = 1900, 2100
TWO_DIGITS, PIVOT = 100, 30  # "80" is 1980, "24" is 2024
LEAP_YEAR = 2000
ISO_DAY = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[T ].*)?\Z")
NUMBERED_DAY = re.compile(r"(\d{1,2})[-./](\d{1,2})(?:[-./](\d{2}|\d{4}))?(?:\s*[рг]\.?)?(?:\s+\d.*)?\Z")
WORDED_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|-?го|-?е)?\.?\s+([^\W\d]+)\.?(?:,?\s+(\d{4}))?(?:\s*[рг]\.?)?\Z")
WORDED_DAY_US = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{4}))?\Z")


def day(text: str, *, month_first: bool = False) -> date:
    """Return the day; "5.3.26" and "5/3/2026" are in March unless `month_first`. Raises BadCell for a day without a year."""
    day_of, month, year = birthday(text, month_first=month_first)
    if year is None:
        raise BadCell(Wrong.DAY)
    return date(year, month, day_of)


def birthday(text: str, *, month_first: bool = False) -> tuple[int, int, int | None]:
    """Return (day, month, year or None), from digits or with the month in words of three languages; raise BadCell."""
    text = " ".join(sound(text).split())
    if found := ISO_DAY.match(text):
        year, month, day_of = (int(part) for part in found.groups())
        return _day(day_of, month, year)
    if found := NUMBERED_DAY.match(text):
        first, second, last = int(found[1]), int(found[2]), found[3]
        day_of, month = (second, first) if month_first and "." not in found[0][:5] else (first, second)
        return _day(day_of, month, _year(last) if last else None)
    if found := WORDED_DAY.match(text):
        return _day(int(found[1]), _month(found[2]), int(found[3]) if found[3] else None)
    if found := WORDED_DAY_US.match(text):
        return _day(int(found[2]), _month(found[1]), int(found[3]) if found[3] else None)
    raise BadCell(Wrong.DAY)


def _day(day_of: int, month: int, year: int | None) -> tuple[int, int, int | None]:
    try:
        date(year or LEAP_YEAR, month, day_of)  # 29 February exists in some year
    except ValueError as error:
        raise BadCell(Wrong.DAY) from error
    if year is not None and not EARLIEST <= year <= LATEST:
        raise BadCell(Wrong.DAY)
    return day_of, month, year


def _year(text: str) -> int:
    year = int(text)
    if year >= TWO_DIGITS:
        return year
    return 2000 + year if year < PIVOT else 1900 + year


def _month(word: str) -> int:
    found = MONTHS.get(fold(word)[:3])
    if not found:
        raise BadCell(Wrong.DAY)
    return found
