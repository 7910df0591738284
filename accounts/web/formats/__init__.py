"""Numbers, money and dates as the reader's language writes them, for pages, letters and charts alike.

The language and the time zone are those that are active; letters activate their reader's.
"""

from accounts.web.formats.dates import date_range, day, day_and_month, duration, month, relative, short_day, short_month
from accounts.web.formats.money import money, money_short
from accounts.web.formats.numbers import number, percent, separators, signed

__all__ = [
    "date_range",
    "day",
    "day_and_month",
    "duration",
    "money",
    "money_short",
    "month",
    "number",
    "percent",
    "relative",
    "separators",
    "short_day",
    "short_month",
    "signed",
]
