"""Money: in full where somebody may pay by it, short where it is compared."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language, pgettext

from accounts.fields import decimals_of
from accounts.web.formats.numbers import MINUS, number

# Signs that mean one currency to our readers stand before the amount; any other currency is named by its code.
SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "UAH": "₴", "KZT": "₸", "GEL": "₾"}
NO_BREAK = "\u00a0"
THOUSAND = Decimal(1000)


def money(amount: Decimal | int, currency: str) -> str:
    """Return the whole amount: "€64,000", "€64 000,50". Cents are written only when there are any."""
    precision = decimals_of(currency)
    exact = abs(Decimal(amount)).quantize(Decimal(1).scaleb(-precision), rounding=ROUND_HALF_UP)
    text = number(exact, 0 if exact == exact.to_integral_value() else precision)
    return _with_currency(text, currency, is_negative=amount < 0 and bool(exact))


def money_short(amount: Decimal | int, currency: str) -> str:
    """Return the amount to compare by: "€640", "€64k", "€1.42M"; in uk "€64 тис.".

    Thousands have a decimal only below ten, millions and more have three digits. In uk and ru thousands end in a full stop:
    do not end a sentence with them.
    """
    size, text = abs(Decimal(amount)), ""
    for power, words in enumerate(
        [
            "%(number)s",
            pgettext("thousands, as in €64k", "%(number)sk"),
            pgettext("millions, as in €1.42M", "%(number)sM"),
            pgettext("billions, as in €1.42B", "%(number)sB"),
        ]
    ):
        scaled = _rounded(size / THOUSAND**power, power)
        text = words % {"number": number(scaled)}
        if scaled < THOUSAND:
            break
    return _with_currency(text, currency, is_negative=amount < 0 and text != number(0))


def _rounded(scaled: Decimal, power: int) -> Decimal:
    digits = max(0, 3 - max(1, scaled.adjusted() + 1)) if power > 1 else int(power == 1 and scaled < 10)  # noqa: PLR2004
    return scaled.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)


def _with_currency(text: str, currency: str, *, is_negative: bool) -> str:
    minus = MINUS if is_negative else ""
    if sign := SIGNS.get(currency):
        return f"{minus}{sign}{text}"
    if get_language() == "en":
        return f"{minus}{currency}{NO_BREAK}{text}"
    return f"{minus}{text}{NO_BREAK}{currency}"
