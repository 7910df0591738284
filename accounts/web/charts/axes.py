"""Axes: which part of a scale is shown, and where it is marked. Words are ready-made, so that both drawings say the same."""

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import get_language

from accounts.web import formats
from accounts.web.charts.figure import Number, plain

MOST_TICKS = 5
BY_DAY = 75  # up to so many days an axis names days, beyond it months
MONTH_STEPS = (1, 2, 3, 6, 12, 24, 60)
STEP = 5


def cut(values: Sequence[Number], scale: tuple[Number, Number]) -> tuple[Number, Number]:
    """Return the part of the scale that holds all values, in whole steps of five with some air around them."""
    low = math.floor((float(min(values)) - 2) / STEP) * STEP
    high = math.ceil((float(max(values)) + 2) / STEP) * STEP
    return max(low, scale[0]), min(high, scale[1])


def of_numbers(low: Number, high: Number) -> dict[str, Any]:
    """Return an axis from low to high with at most five round marks."""
    span = float(high) - float(low)
    step = next(size * 10**power for power in range(-2, 12) for size in (1, 2, 2.5, 5) if size * 10**power * 4 >= span)
    first = math.ceil(float(low) / step)
    marks = [plain(step * number) for number in range(first, math.floor(float(high) / step) + 1)]
    return {"range": [plain(low), plain(high)], "tickvals": marks, "ticktext": [formats.number(mark) for mark in marks]}


def days(points: Sequence[date], edges: Sequence[date] = ()) -> tuple[date, date]:
    """Return the first and the last day of an axis that holds all of them, with a little room at the ends."""
    everything = [*points, *edges]
    if not everything:
        return date.min, date.min
    first, last = min(everything), max(everything)
    room = max((last - first) * 0.03, timedelta(days=3))
    return (first if first in edges else first - room), last + room


def of_days(first: date, last: date) -> dict[str, Any]:
    """Return an axis of time: days of a few weeks, else months, the year where it begins or changes."""
    marks = _days(first, last) if (last - first).days <= BY_DAY else _months(first, last)
    return {
        "range": [first.isoformat(), last.isoformat()],
        "type": "date",
        "tickvals": [day.isoformat() for day, _text in marks],
        "ticktext": [text for _day, text in marks],
        "hoverformat": "%-d %b %Y" if get_language() == "en" else "%d.%m.%Y",  # Plotly knows no other names of months
    }


def _days(first: date, last: date) -> list[tuple[date, str]]:
    step = math.ceil((last - first).days / MOST_TICKS)
    start = first + timedelta(days=step // 2)
    marks = [start + timedelta(days=step * number) for number in range(MOST_TICKS)]
    return [(mark, formats.short_day(mark)) for mark in marks if mark < last]


def _months(first: date, last: date) -> list[tuple[date, str]]:
    length = (last.year - first.year) * 12 + last.month - first.month
    step = next((step for step in MONTH_STEPS if length / step <= MOST_TICKS + 1), MONTH_STEPS[-1])
    months = range(first.year * 12 + first.month, last.year * 12 + last.month)
    starts = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
    shown = [start for start in starts if start < last - (last - first) * 0.05]
    return [
        (start, formats.short_month(start, with_year=not number or start.year != shown[number - 1].year))
        for number, start in enumerate(shown)
    ]
