"""Numbers: separators of the language, a true minus, rounding as people do it (a half goes up)."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils import formats
from django.utils.translation import pgettext

MINUS = "\u2212"
MOST_PLACES = 2


def number(value: float | Decimal, places: int | None = None) -> str:
    """Return "1,234.5" as the language writes it, with exactly `places` decimals; without them up to two, as few as needed."""
    rounded = _rounded(value, MOST_PLACES if places is None else places)
    if places is None:
        rounded = rounded.normalize()
    text = formats.number_format(f"{abs(rounded):f}", use_l10n=True, force_grouping=True)
    return f"{MINUS}{text}" if rounded < 0 else text


def signed(value: float | Decimal, places: int | None = None) -> str:
    """Return a change: "+2.4", "−14"; what rounds to zero has no sign."""
    text = number(value, places)
    return f"+{text}" if _rounded(value, MOST_PLACES if places is None else places) > 0 else text


def percent(share: float | Decimal, places: int = 0) -> str:
    """Return a share of one as a percentage: 0.04 is "4%". The space before the sign follows CLDR: ru has it, uk has not."""
    return pgettext("percentage", "%(number)s%%") % {"number": number(Decimal(str(share)) * 100, places)}


def separators() -> str:
    """Return the decimal and the thousands separator, in the order that Plotly asks for."""
    return f"{formats.get_format('DECIMAL_SEPARATOR')}{formats.get_format('THOUSAND_SEPARATOR')}"


def _rounded(value: float | Decimal, places: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
