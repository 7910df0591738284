"""When something may reach a person, and how long they have worked since: zones, holidays, nights on which clocks change.

Plain Python. A window that ends before it begins crosses midnight, and belongs to the day on which it begins.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

import holidays

FAR = 400  # days without an opening: there is none
AGES = timedelta(days=3660)  # work that is not done by then never is


class NeverOpen(ValueError):
    """The window opens on no day of the next thirteen months, or the work is not done within ten years."""


@dataclass(frozen=True, slots=True)
class Window:
    """Weekdays (1 is Monday, as ISO 8601 counts) and local times from `since` until before `until`; the same is all day."""

    days: frozenset[int]
    since: time
    until: time

    def as_json(self) -> dict[str, str]:
        """Return what `window_of` reads again."""
        days = "".join(str(day) for day in sorted(self.days))
        return {"days": days, "since": self.since.isoformat("minutes"), "until": self.until.isoformat("minutes")}


@dataclass(frozen=True, slots=True)
class Place:
    """Whose clock and whose public holidays count: a zone's name, and a country's code ("" or an unknown one has none)."""

    zone: str = "UTC"
    country: str = ""

    def today(self, at: datetime) -> date:
        """Return the day that it is there."""
        return at.astimezone(ZoneInfo(self.zone)).date()


@dataclass(frozen=True, slots=True)
class WorkWeek:
    """The shifts of each weekday, Monday first: local times from `since` until before `until`; 0:00 ends a shift at midnight.

    Raises ValueError unless there are seven days with shifts in their order, each ending before the next one begins.
    """

    days: tuple[tuple[tuple[time, time], ...], ...]

    def __post_init__(self) -> None:
        if len(self.days) != len(ALL_WEEK):
            raise ValueError("a week has seven days")
        for shifts in self.days:
            if any(until <= since for since, until in shifts if until != MIDNIGHT):
                raise ValueError("a shift ends after it begins")
            if any(until == MIDNIGHT or until > since for (_start, until), (since, _end) in pairwise(shifts)):
                raise ValueError("shifts stand in their order")


MIDNIGHT = time(0)
WEEK = timedelta(days=7)
NOWHERE = Place()
ALL_WEEK = frozenset(range(1, 8))
WORKDAYS = frozenset(range(1, 6))
ANY_TIME = Window(ALL_WEEK, MIDNIGHT, MIDNIGHT)


@lru_cache(maxsize=2048)
def holidays_of(country: str, year: int) -> frozenset[date]:
    """Return the country's public holidays of a year."""
    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except (NotImplementedError, KeyError):
        return frozenset()


def is_holiday(day: date, *, country: str) -> bool:
    """Tell whether the day is a public holiday of the country."""
    return bool(country) and day in holidays_of(country, day.year)


def is_open(at: datetime, *, window: Window, place: Place) -> bool:
    """Tell whether the moment is inside the window there, and neither it nor the window's day is a public holiday."""
    local = at.astimezone(ZoneInfo(place.zone))
    today, clock = local.date(), local.time()
    if is_holiday(today, country=place.country):
        return False
    if window.since < window.until:
        return window.since <= clock < window.until and _begins(today, window, place)
    if clock >= window.since and _begins(today, window, place):
        return True
    return clock < window.until and _begins(today - timedelta(days=1), window, place)


def opening(at: datetime, *, window: Window, place: Place) -> datetime:
    """Return the first moment from `at` on that is inside the window there; raise NeverOpen.

    Where the clocks skip the hour in which a window begins, it begins after that hour.
    """
    if is_open(at, window=window, place=place):
        return at
    zone = ZoneInfo(place.zone)
    first = at.astimezone(zone).date()
    for number in range(FAR):
        day = first + timedelta(days=number)
        # After midnight of a holiday the rest of a window that began on the eve is closed; after it nothing is left open.
        start = datetime.combine(day, window.since, zone).astimezone(UTC)
        if start >= at and is_open(start, window=window, place=place):
            return start
        midnight = datetime.combine(day, time(0), zone).astimezone(UTC)
        if midnight > at and is_open(midnight, window=window, place=place):
            return midnight
    raise NeverOpen


def opening_of_all(at: datetime, *, windows: Sequence[Window], place: Place) -> datetime:
    """Return the first moment from `at` on that is inside every one of the windows there; raise NeverOpen."""
    if any(not meet(one, other) for one, other in pairwise(windows)):
        raise NeverOpen
    last = at + timedelta(days=FAR)
    while at <= last:
        later = at
        for window in windows:
            later = opening(later, window=window, place=place)
        if later == at:
            return at
        at = later
    raise NeverOpen


@lru_cache(maxsize=2048)
def meet(one: Window, other: Window) -> bool:
    """Tell whether two windows have a time of an ordinary week in common."""
    return any(
        max(start, begins + turn) < min(end, ends + turn)
        for start, end in _spans(one)
        for begins, ends in _spans(other)
        for turn in (-WEEK, timedelta(0), WEEK)
    )


def window_of(data: Mapping[str, str]) -> Window | None:
    """Return the window of its JSON; None of an empty object. Raises KeyError and ValueError of what is none."""
    if not data:
        return None
    days = frozenset(map(int, data["days"]))
    if not days or not days <= ALL_WEEK:
        raise ValueError("a window has days of the week")
    since, until = (time.fromisoformat(data[name]) for name in ("since", "until"))
    if since.tzinfo or until.tzinfo:
        raise ValueError("the zone is the person's")
    return Window(days, since, until)


def workdays_later(at: datetime, *, days: int, place: Place, week: frozenset[int] = WORKDAYS) -> datetime:
    """Return the same time of day so many working days later there: 0 is `at` itself, whatever day it is."""
    zone = ZoneInfo(place.zone)
    local = at.astimezone(zone)
    day, left = local.date(), days
    for _step in range(FAR + 7 * days):
        if not left:
            break
        day += timedelta(days=1)
        left -= day.isoweekday() in week and not is_holiday(day, country=place.country)
    return at if day == local.date() else datetime.combine(day, local.time(), zone).astimezone(UTC)


def workdays_between(first: date, last: date, *, place: Place, week: frozenset[int] = WORKDAYS) -> list[date]:
    """Return the working days from `first` to `last`, both included."""
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [day for day in days if day.isoweekday() in week and not is_holiday(day, country=place.country)]


def work_later(at: datetime, *, amount: timedelta, week: WorkWeek, place: Place) -> datetime:
    """Return the first moment by which so much has been worked there since `at`: nothing is `at` itself; raise NeverOpen.

    Hours are real ones: on the night on which the clocks go forward a shift over it is shorter.
    """
    left = amount
    if left <= timedelta(0):
        return at
    for start, end in _worked(at, at + AGES, week=week, place=place):
        if left <= end - start:
            return start + left
        left -= end - start
    raise NeverOpen


def work_between(first: datetime, last: datetime, *, week: WorkWeek, place: Place) -> timedelta:
    """Return how much is worked there from `first` until `last`: nothing when `last` is not the later one."""
    spans = _worked(first, last, week=week, place=place)
    return sum((end - start for start, end in spans), timedelta(0))


def _worked(first: datetime, last: datetime, *, week: WorkWeek, place: Place) -> Iterator[tuple[datetime, datetime]]:
    """Yield what of the shifts lies between, in UTC and in their order."""
    zone = ZoneInfo(place.zone)
    # From the day before: where the clocks of today skip what yesterday's began, it is still counted once.
    day = first.astimezone(zone).date() - timedelta(days=1)
    done, last_day = first.astimezone(UTC), last.astimezone(zone).date()
    while day <= last_day:
        morrow = day + timedelta(days=1)
        for since, until in () if is_holiday(day, country=place.country) else week.days[day.weekday()]:
            start = max(datetime.combine(day, since, zone).astimezone(UTC), done)
            end = datetime.combine(morrow if until == MIDNIGHT else day, until, zone).astimezone(UTC)
            if start < min(end, last):
                yield start, min(end, last)
                done = end
        day = morrow


def _spans(window: Window) -> list[tuple[timedelta, timedelta]]:
    """Return when the window begins and ends on each of its days, since Monday's first minute."""
    since, until = (_since_midnight(at) for at in (window.since, window.until))
    length = until - since if since < until else until - since + timedelta(days=1)
    return [(timedelta(days=day - 1) + since, timedelta(days=day - 1) + since + length) for day in sorted(window.days)]


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second, microseconds=at.microsecond)


def _begins(day: date, window: Window, place: Place) -> bool:
    """Tell whether a window begins on the day."""
    return day.isoweekday() in window.days and not is_holiday(day, country=place.country)
