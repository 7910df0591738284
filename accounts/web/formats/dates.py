"""Dates and spans of time. Moments are shown on the calendar of the active time zone."""

from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import get_month_names
from django.utils import formats, timezone
from django.utils.translation import get_language, gettext, ngettext

from accounts.web.formats.numbers import number

MINUTE, HOUR = 60, 3600
DAYS_AS_DAYS, DAYS_OF_A_MONTH, DAYS_OF_A_YEAR = 45, 30.44, 365.25
NO_BREAK = "\u00a0"


def day(when: date) -> str:
    """Return "5 November 2026"."""
    return formats.date_format(_local(when), "DATE_FORMAT")


def day_and_month(when: date) -> str:
    """Return "5 November", where the year is plain."""
    return formats.date_format(_local(when), "MONTH_DAY_FORMAT")


def month(when: date) -> str:
    """Return "November 2026", in uk and ru in the nominative and in lower case."""
    return _month(when, "wide")


def short_month(when: date, *, with_year: bool) -> str:
    """Return "Nov" or "Nov 2026" for a narrow place such as an axis."""
    return _month(when, "abbreviated", with_year=with_year)


def short_day(when: date) -> str:
    """Return "5 Nov" for a narrow place."""
    local = _local(when)
    return f"{local.day}{NO_BREAK}{_month_names('abbreviated', 'format')[local.month]}"


def date_range(start: date, end: date) -> str:
    """Return "5–7 November 2026", saying month and year once where both days share them."""
    start, end = _local(start), _local(end)
    if start == end:
        return day(end)
    if start.year != end.year:
        return f"{day(start)} – {day(end)}"
    if start.month != end.month:
        return f"{day_and_month(start)} – {day(end)}"
    return f"{start.day}–{day(end)}"


def relative(moment: datetime, now: datetime) -> str:
    """Return how far the moment is from now: "5 minutes ago", "yesterday", "in 3 days".

    Within a day it counts hours; further away it counts days of the calendar, then months, then years.
    """
    seconds = (now - moment).total_seconds()
    days = (_local(now) - _local(moment)).days
    if abs(seconds) < MINUTE:
        return gettext("just now")
    if abs(seconds) < HOUR:
        return _minutes(int(seconds / MINUTE))
    if not days or abs(seconds) < 6 * HOUR:
        return _hours(int(seconds / HOUR))
    if abs(days) == 1:
        return gettext("yesterday") if days > 0 else gettext("tomorrow")
    if abs(days) < DAYS_AS_DAYS:
        return _days(days)
    months = round(days / DAYS_OF_A_MONTH)
    return _months(months) if abs(months) < 12 else _years(round(days / DAYS_OF_A_YEAR))  # noqa: PLR2004


def duration(took: timedelta) -> str:
    """Return how long something took: "40 min", "5 h", from two days on "3.5 d" of 24 hours."""
    if took < timedelta(hours=1):
        return gettext("%(number)s min") % {"number": number(took / timedelta(minutes=1), 0)}
    if took < timedelta(days=2):
        return gettext("%(number)s h") % {"number": number(took / timedelta(hours=1), 0)}
    return gettext("%(number)s d") % {"number": number(took / timedelta(days=1), int(took < timedelta(days=10)))}


def _local(when: date) -> date:
    return timezone.localtime(when).date() if isinstance(when, datetime) else when


def _month(when: date, width: str, *, with_year: bool = True) -> str:
    local = _local(when)
    name = _month_names(width, "stand-alone")[local.month]
    return f"{name}{NO_BREAK}{local.year}" if with_year else name


def _month_names(width: str, context: str) -> Any:
    # Django's abbreviations are cut after three letters ("тра", "кві"); those of CLDR are how people abbreviate.
    return get_month_names(width, context, locale=get_language() or "en")  # type: ignore[arg-type]


def _minutes(past: int) -> str:
    if past > 0:
        return ngettext("%(number)s minute ago", "%(number)s minutes ago", past) % {"number": past}
    return ngettext("in %(number)s minute", "in %(number)s minutes", -past) % {"number": -past}


def _hours(past: int) -> str:
    if past > 0:
        return ngettext("%(number)s hour ago", "%(number)s hours ago", past) % {"number": past}
    return ngettext("in %(number)s hour", "in %(number)s hours", -past) % {"number": -past}


def _days(past: int) -> str:
    if past > 0:
        return ngettext("%(number)s day ago", "%(number)s days ago", past) % {"number": past}
    return ngettext("in %(number)s day", "in %(number)s days", -past) % {"number": -past}


def _months(past: int) -> str:
    if past > 0:
        return ngettext("%(number)s month ago", "%(number)s months ago", past) % {"number": past}
    return ngettext("in %(number)s month", "in %(number)s months", -past) % {"number": -past}


def _years(past: int) -> str:
    if past > 0:
        return ngettext("%(number)s year ago", "%(number)s years ago", past) % {"number": past}
    return ngettext("in %(number)s year", "in %(number)s years", -past) % {"number": -past}
