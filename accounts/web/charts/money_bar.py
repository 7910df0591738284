"""Money by mood as one bar: how much of the revenue is happy, how much is not, and about how much nothing is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext, pgettext

from accounts.web import formats
from accounts.web.charts.rounding import rounded_to
from accounts.web.mood import Mood

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Share:
    """One part of the bar; level 0 is money of clients whose mood nobody knows."""

    level: int
    name: str
    amount: str
    percent: str
    start: str
    width: str


@dataclass(frozen=True, slots=True)
class MoneyBar:
    """The bar, from upset to delighted and then unknown; parts without money are left out."""

    sentence: str
    shares: tuple[Share, ...]


def money_bar(amounts: Mapping[Mood | None, Decimal], *, currency: str) -> MoneyBar:
    """Return the bar of amounts of one currency by mood, None for unknown. Percentages add up to 100.

    Raises ValueError for a negative amount, which no part of a whole can be.
    """
    if any(amount < 0 for amount in amounts.values()):
        raise ValueError("a part of a whole cannot be negative")
    known = [(mood, amounts[mood]) for mood in (*Mood, None) if amounts.get(mood)]
    total = sum((amount for _mood, amount in known), Decimal(0))
    exact = [amount / total * WHOLE for _mood, amount in known]
    widths = rounded_to(WHOLE, exact, places=2) if known else []
    percents = rounded_to(WHOLE, exact, places=0) if known else []
    shares = tuple(
        Share(
            level=mood.value if mood else 0,
            name=str(mood.label) if mood else pgettext("money by mood", "Not heard"),
            amount=formats.money(amount, currency),
            percent=formats.percent(percent / WHOLE)
            if percent
            else formats.percent(Decimal(1) / WHOLE).replace("1", "<1"),
            # Numbers of an SVG are no text: always with a point.
            start=f"{sum(widths[:number]):f}",
            width=f"{widths[number]:f}",
        )
        for number, ((mood, amount), percent) in enumerate(zip(known, percents, strict=True))
    )
    parts = ", ".join(f"{share.name.lower()} {share.percent}" for share in shares)
    return MoneyBar(
        sentence=gettext("%(total)s by mood: %(parts)s.") % {"total": formats.money(total, currency), "parts": parts},
        shares=shares,
    )
