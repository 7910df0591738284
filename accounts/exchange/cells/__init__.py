"""From a cell's text to a value: days, numbers, addresses and words as people in three languages type them. Plain Python."""

from accounts.exchange.cells.addresses import domain, emails
from accounts.exchange.cells.days import birthday, day
from accounts.exchange.cells.known import country, language, roles, time_zone, yes_or_no
from accounts.exchange.cells.moments import moment, placed
from accounts.exchange.cells.numbers import number
from accounts.exchange.cells.plain import BadCell, Wrong, line, paragraph, phone, several

__all__ = [
    "BadCell",
    "Wrong",
    "birthday",
    "country",
    "day",
    "domain",
    "emails",
    "language",
    "line",
    "moment",
    "number",
    "paragraph",
    "phone",
    "placed",
    "roles",
    "several",
    "time_zone",
    "yes_or_no",
]
