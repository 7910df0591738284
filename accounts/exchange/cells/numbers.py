"""Numbers as each language writes them."""

import re
from decimal import Decimal, InvalidOperation

from accounts.exchange.cells.plain import BadCell, Wrong, sound

BLANKS_IN_NUMBERS = str.maketrans("", "", " \u00a0\u202f\u2009'’")
PLAIN_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,2})?\Z", re.IGNORECASE)
THOUSANDS_OR_FRACTION = re.compile(r"[+-]?\d{1,3},\d{3}\Z")
MOST_DIGITS = 30


def number(text: str) -> Decimal:
    """Return the exact number: "1 234,5", "1,234.50" and "1.234,50" are understood; "1,234" could be two, and is refused."""
    plain = sound(text).translate(BLANKS_IN_NUMBERS).replace("−", "-")
    if "," in plain and "." in plain:
        fraction = "," if plain.rfind(",") > plain.rfind(".") else "."
        thousands = "." if fraction == "," else ","
        if plain.count(fraction) > 1 or re.search(rf"\{thousands}\d{{0,2}}(?!\d)", plain):
            raise BadCell(Wrong.NUMBER)
        plain = plain.replace(thousands, "").replace(fraction, ".")
    elif plain.count(",") == 1:
        if THOUSANDS_OR_FRACTION.match(plain) and not plain.lstrip("+-").startswith("0"):
            raise BadCell(Wrong.AMBIGUOUS_NUMBER)
        plain = plain.replace(",", ".")
    elif re.fullmatch(r"[+-]?\d{1,3}(?:([,.])\d{3})(?:\1\d{3})+", plain):
        plain = plain.replace(",", "").replace(".", "")
    if not PLAIN_NUMBER.match(plain) or not plain.isascii():
        raise BadCell(Wrong.NUMBER)
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise BadCell(Wrong.NUMBER) from error
    if len(value.as_tuple().digits) > MOST_DIGITS or abs(value.adjusted()) > MOST_DIGITS:
        raise BadCell(Wrong.NUMBER)
    return value
