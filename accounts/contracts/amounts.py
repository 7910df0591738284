"""Amounts as people type them: 1 234,50 · 1,234.50 · 1.234,50 · 1'234.50 · 1234.5."""

import re
from decimal import Decimal
from enum import StrEnum

SPACES = "\u00a0\u2007\u2009\u202f"  # those that spreadsheets and languages put between thousands
MOST_DIGITS = 15  # before the point; what accounts.fields.MoneyField keeps
GROUP = 3  # digits of a thousand
NUMBER = re.compile(
    r"(?P<minus>-?) ?(?P<whole>[0-9]+|[1-9][0-9]{0,2}(?P<group>[ '.,])[0-9]{3}(?:(?P=group)[0-9]{3})*)"
    r"(?:(?P<point>[.,])(?P<part>[0-9]+))?\Z"
)


class Fault(StrEnum):
    """What can be wrong with an amount; pages say it in their own language."""

    NOT_A_NUMBER = "not a number"
    TOO_MANY_DECIMALS = "more decimals than the currency has"
    TOO_LARGE = "too large"


class BadAmount(ValueError):
    """The text is no amount; `fault` tells why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def parse(text: str, *, places: int, is_rate: bool = False) -> Decimal:
    """Return the number that somebody has typed, exactly, with at most `places` decimals; raise BadAmount.

    Thousands may be parted by spaces, points, commas or apostrophes. A single point or comma before exactly three digits
    parts thousands where the currency has fewer decimals than that ("1.234" euros are 1234), and is a decimal sign in a
    rate and in a currency with thousandths.
    """
    found = NUMBER.match(_plain(text))
    if not found or (found["point"] and found["point"] == found["group"]):
        raise BadAmount(Fault.NOT_A_NUMBER)
    whole, part = re.sub(r"[^0-9]", "", found["whole"]), found["part"] or ""
    if (
        len(part) == GROUP
        and not found["group"]
        and not is_rate
        and places < GROUP
        and int(whole) > 0
        and len(whole) <= GROUP
    ):
        whole, part = whole + part, ""
    if len(whole.lstrip("0")) > MOST_DIGITS:
        raise BadAmount(Fault.TOO_LARGE)
    if len(part.rstrip("0")) > places:
        raise BadAmount(Fault.TOO_MANY_DECIMALS)
    return Decimal(f"{found['minus']}{whole}.{part[:places] or 0}")


def _plain(text: str) -> str:
    for space in SPACES:
        text = text.replace(space, " ")
    return text.strip().replace("’", "'").replace("\u2212", "-")
