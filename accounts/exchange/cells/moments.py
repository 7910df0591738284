"""Moments: a day, with or without its time and zone, or the seconds since 1970 of another system's export."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

from accounts.exchange.cells.days import day
from accounts.exchange.cells.plain import BadCell, Wrong, sound

EPOCH = re.compile(r"(\d{10})(?:\d{3}|\.\d+)?\Z")  # seconds or milliseconds, 2001 to 2286
TIME = re.compile(
    r"(?:T|,?\s)\s*(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(am|pm)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?\Z",
    re.IGNORECASE,
)
NOON = time(12)
LATEST_YEAR = 2100


def moment(text: str, *, month_first: bool = False) -> date | datetime:
    """Return the day where no time is told, else the time, with its zone where that is told; raise BadCell."""
    text = sound(text).strip()
    if found := EPOCH.match(text):
        told = datetime.fromtimestamp(int(found[1]), UTC)
        if told.year > LATEST_YEAR:
            raise BadCell(Wrong.DAY)
        return told
    told_time = TIME.search(text)
    if not told_time:
        return day(text, month_first=month_first)
    on = day(text[: told_time.start()], month_first=month_first)
    hour, minute, second, half, zone = told_time.groups()
    try:
        at = time(_hour(int(hour), half), int(minute), int(second or 0), tzinfo=_zone(zone))
    except ValueError as error:
        raise BadCell(Wrong.DAY) from error
    return datetime.combine(on, at)


def placed(told: date | datetime, zone: tzinfo) -> datetime:
    """Return the moment in time: what names no zone is of this one, and a day alone is its noon."""
    at = told if isinstance(told, datetime) else datetime.combine(told, NOON)
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _hour(hour: int, half: str | None) -> int:
    if not half:
        return hour
    if not 1 <= hour <= 12:  # noqa: PLR2004 of a clock with hands
        raise BadCell(Wrong.DAY)
    return hour % 12 + (12 if half.lower() == "pm" else 0)


def _zone(text: str | None) -> tzinfo | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    return timezone((-1 if text[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))
