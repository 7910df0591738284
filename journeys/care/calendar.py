"""On which days there is something to congratulate on. Plain Python; every day is a day of the calendar, without a clock.

Feasts come from the package `holidays`, which knows the public holidays of countries. By a person's country only feasts are
named that nearly everybody there greets on; feasts of a faith are a person's own choice, never guessed.
"""

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from accounts.worktime import is_holiday

DAY = timedelta(days=1)
HOUR = time(9)  # when a greeting leaves, by the clock of its reader
FRIDAY = 5  # ISO 8601
DECEMBER, JANUARY = 12, 1
# A feast by what its day is called in English, and a country in whose calendar the feast of one's own choice stands.
NAMED = {
    "new_year": ("New Year's Day", "GB"),
    "christmas": ("Christmas", "GB"),
    "christmas_january": ("Christmas", "RS"),
    "easter": ("Easter", "PL"),
    "pascha": ("Easter", "GR"),
    "thanksgiving": ("Thanksgiving", "US"),
    "nauryz": ("Nowruz", "KZ"),
    "eid_al_fitr": ("Eid al-Fitr", "TR"),
    "eid_al_adha": ("Eid al-Adha", "TR"),
    "lunar_new_year": ("Chinese New Year", "SG"),
    "diwali": ("Diwali", "SG"),
    "rosh_hashanah": ("Rosh Hashanah", "IL"),
}
OF_COUNTRIES = ("new_year", "christmas", "easter", "thanksgiving", "nauryz")
# The day on which a country celebrates itself, as its calendar calls it.
NATIONAL = {
    "AT": "National Day",
    "CA": "Canada Day",
    "CH": "National Day",
    "CZ": "Independent Czechoslovak State Day",
    "DE": "German Unity Day",
    "EE": "Independence Day",
    "ES": "National Day",
    "FI": "Independence Day",
    "FR": "National Day",
    "GE": "Independence Day",
    "IT": "Republic Day",
    "KZ": "Republic Day",
    "LT": "Day of Restoration of the State of Lithuania",
    "LV": "Republic of Latvia Proclamation Day",
    "NO": "Constitution Day",
    "PL": "National Independence Day",
    "RO": "National Day",
    "SE": "National Day",
    "UA": "Independence Day",
    "US": "Independence Day",
}
FEASTS = (*NAMED, "national")


def yearly(month: int, day: int, *, year: int) -> date:
    """Return the day in this year; 29 February is kept on the 28th in common years, so that it is never forgotten."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month, 28)


def every_year(month: int, day: int, *, first: date, last: date) -> list[date]:
    """Return the day in each year between two days, both included."""
    found = (yearly(month, day, year=year) for year in range(first.year, last.year + 1))
    return [one for one in found if first <= one <= last]


def anniversaries(start: date, *, first: date, last: date) -> list[tuple[date, int]]:
    """Return each anniversary between two days, both included, and how many years it is; the first day itself is none."""
    days = every_year(start.month, start.day, first=first, last=last)
    return [(one, one.year - start.year) for one in days if one.year > start.year]


def feasts_of(country: str, *, first: date, last: date) -> list[tuple[date, str]]:
    """Return the feasts on which nearly everybody in the country is greeted, between two days; none of an unknown country."""
    return [one for one in _between(country, first, last) if one[1] in {*OF_COUNTRIES, "national"}]


def feasts_chosen(keys: Collection[str], *, first: date, last: date) -> list[tuple[date, str]]:
    """Return the feasts of somebody's own choice between two days; a key that is no feast of a choice brings none."""
    found = set()
    for key in NAMED.keys() & set(keys):
        wanted = "easter" if key == "pascha" else key
        found |= {(day, key) for day, name in _between(NAMED[key][1], first, last) if name == wanted}
    return sorted(found)


def leaving_day(on: date, *, country: str, is_feast: bool) -> date:
    """Return the day on which a greeting for `on` leaves: the day itself, or for a feast that is free the last working day."""
    while is_feast and (on.isoweekday() > FRIDAY or is_holiday(on, country=country)):
        on -= DAY
    return on


def greeting_moment(day: date, *, zone: str) -> datetime:
    """Return nine o'clock of the day in the zone, in UTC."""
    return datetime.combine(day, HOUR, ZoneInfo(zone)).astimezone(UTC)


def _between(country: str, first: date, last: date) -> Iterator[tuple[date, str]]:
    for year in range(first.year, last.year + 1):
        for day, key in _feasts(country, year):
            if first <= day <= last:
                yield day, key


@lru_cache(maxsize=1024)
def _feasts(country: str, year: int) -> tuple[tuple[date, str], ...]:
    """Return the feasts of a year, of several free days the first one."""
    names = _names(country, year)
    found = {(day, key) for day, name in names.items() if (key := _key(country, day, name))}
    # Where only the Monday is free, Easter is the day before.
    easter = {(day - DAY, "easter") for day, name in names.items() if name == "Easter Monday"}
    return tuple(sorted(one for one in found | easter if (one[0] - DAY, one[1]) not in found | easter))


def _key(country: str, day: date, name: str) -> str:
    if "observed" in name or name == "Easter Monday":
        return ""
    if name == NATIONAL.get(country):
        return "national"
    for key, (beginning, _country) in NAMED.items():
        if key != "pascha" and beginning in name and _is_in_season(key, day):
            return key
    return ""


def _is_in_season(key: str, day: date) -> bool:
    """Tell Christmas in December from that in January, and its eve and second day from itself."""
    if key in {"christmas", "christmas_january"}:
        return (day.month, day.day) == ((DECEMBER, 25) if key == "christmas" else (JANUARY, 7))
    return key != "new_year" or (day.month, day.day) == (JANUARY, 1)


@lru_cache(maxsize=1024)
def _names(country: str, year: int) -> dict[date, str]:
    """Return the holidays of a year by their English names; also those that are working days, as in Ukraine in wartime."""
    try:
        known = holidays.country_holidays(country).supported_categories
        kinds = tuple(kind for kind in ("public", "workday") if kind in known)
        rows = holidays.country_holidays(country, years=year, language="en_US", categories=kinds)
    except (NotImplementedError, KeyError):
        return {}
    return dict(rows.items())
