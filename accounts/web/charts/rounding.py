"""Rounding that keeps a sum: what is shown of the parts adds up to what is shown of the whole."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal


def rounded(value: Decimal, *, places: int) -> Decimal:
    """Return the value with so many decimals; a half goes up."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def rounded_to(whole: Decimal, parts: Sequence[Decimal], *, places: int) -> list[Decimal]:
    """Return the parts rounded so that they sum to `whole`, itself rounded already (largest remainders, Hamilton's method).

    Parts of zero stay zero while another can give way. Meant for a `whole` that the parts make up but for its own rounding.
    """
    unit = Decimal(1).scaleb(-places)
    shown = [part.quantize(unit, rounding=ROUND_FLOOR) for part in parts]
    missing = int((whole - sum(shown)) / unit)
    # Missing units go to the largest remainders first; surplus ones come from the smallest.
    giving = [index for index, part in enumerate(parts) if part] or list(range(len(parts)))
    giving.sort(key=lambda index: parts[index] - shown[index], reverse=missing > 0)
    for step in range(abs(missing)):
        shown[giving[step % len(giving)]] += unit.copy_sign(missing)
    return shown
