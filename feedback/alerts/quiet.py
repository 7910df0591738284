"""When a letter may leave: after the quiet windows of the house, by the clock of whoever reads. Plain Python."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.worktime import Place, Window, is_open

Row = tuple[str, str, str]  # days, from, until


def windows_of(rows: Sequence[Row]) -> list[Window]:
    """Return the windows as they are kept in the settings: [["12345", "20:00", "08:00"], …]."""
    return [
        Window(frozenset(map(int, days)), time.fromisoformat(since), time.fromisoformat(until))
        for days, since, until in rows
    ]


def after_quiet(at: datetime, *, windows: Sequence[Window], zone: str) -> datetime:
    """Return the first moment from `at` on that is in no window; `at` itself when windows follow on each other for a week."""
    place, moment = Place(zone), at
    while inside := [one for one in windows if is_open(moment, window=one, place=place)]:
        moment = max(_end(moment, one, zone) for one in inside)
        if moment - at > timedelta(days=7):
            return at
    return moment


def _end(moment: datetime, window: Window, zone: str) -> datetime:
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date()
    if window.until <= window.since and local.time() >= window.since:
        day += timedelta(days=1)
    return datetime.combine(day, window.until, ZoneInfo(zone)).astimezone(moment.tzinfo)
