"""Text as it stands in a cell, and what can be wrong with it."""

import re
import unicodedata
from enum import StrEnum

SPREADSHEET_ERRORS = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|ССЫЛКА!|ЗНАЧ!|Н/Д|ДЕЛ/0!|ИМЯ\?)\Z")
DAMAGED = "\ufffd"
SEVERAL = re.compile(r"[,;\n|]+|\s+/\s+")
SHORTEST_PHONE = 5  # digits: an extension inside a house has them


class Wrong(StrEnum):
    """What can be wrong with one cell."""

    DAMAGED = "damaged"
    SPREADSHEET_ERROR = "spreadsheet_error"
    TOO_LONG = "too_long"
    EMAIL = "email"
    DOMAIN = "domain"
    DAY = "day"
    NUMBER = "number"
    AMBIGUOUS_NUMBER = "ambiguous_number"
    PHONE = "phone"
    COUNTRY = "country"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    ROLE = "role"
    YES_OR_NO = "yes_or_no"
    INFLUENCE = "influence"
    CHOICE = "choice"
    COLLEAGUE = "colleague"
    AMOUNT = "amount"
    CURRENCY = "currency"
    PERIOD = "period"
    DAYS = "days"
    SCORE = "score"
    MOOD = "mood"


class BadCell(ValueError):
    """The text is no such value; `more` is what the remedy names (the limit, the choices)."""

    def __init__(self, wrong: Wrong, more: str = "") -> None:
        super().__init__(wrong)
        self.wrong, self.more = wrong, more


def line(text: str, *, limit: int) -> str:
    """Return the text on one line; raise BadCell for one that is too long, damaged, or a spreadsheet's error."""
    return _bounded(" ".join(sound(text).split()), limit)


def paragraph(text: str, *, limit: int) -> str:
    """Return the text with its line breaks, or raise BadCell as `line` does."""
    return _bounded(sound(text).replace("\r\n", "\n").replace("\r", "\n"), limit)


def phone(text: str, *, limit: int = 40) -> str:
    """Return the number as it was typed; raise BadCell for a text with fewer than five digits."""
    value = line(text, limit=limit)
    if sum(character.isdigit() for character in value) < SHORTEST_PHONE:
        raise BadCell(Wrong.PHONE)
    return value


def several(text: str) -> list[str]:
    """Return the parts of a list in one cell, each once."""
    parts = (" ".join(part.split()) for part in SEVERAL.split(sound(text)))
    return list(dict.fromkeys(part for part in parts if part))


def sound(text: str) -> str:
    """Return the text without control characters; raise BadCell for one that is damaged, or a spreadsheet's error."""
    if DAMAGED in text:
        raise BadCell(Wrong.DAMAGED)
    if SPREADSHEET_ERRORS.match(text.strip()):
        raise BadCell(Wrong.SPREADSHEET_ERROR)
    return "".join(char for char in text if char in "\t\r\n" or unicodedata.category(char) != "Cc")


def _bounded(text: str, limit: int) -> str:
    if len(text) > limit:
        raise BadCell(Wrong.TOO_LONG, str(limit))
    return text
