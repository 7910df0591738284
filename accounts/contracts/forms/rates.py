"""The organization's currency, one rate, and many rates pasted as lines."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.contracts.actions import Rate
from accounts.contracts.amounts import BadAmount, parse
from accounts.contracts.forms.money import CurrencyChoice
from accounts.fields import CURRENCIES
from accounts.web.currencies import currency_choices
from accounts.web.forms import EARLIEST, LATEST, CheckedOnLeaving, DayField, LongText

PLACES, LARGEST = 10, Decimal(10) ** 9
MOST_LINES, MOST_ERRORS = 5000, 20
SEPARATORS = re.compile(r"[;\t]")
WRITTEN = re.compile(r"(?P<first>[0-9]{1,4})[-./](?P<month>[0-9]{1,2})[-./](?P<last>[0-9]{1,4})\Z")


def read_rate(text: str) -> Decimal:
    """Return a rate that was typed; raise ValidationError."""
    try:
        rate = parse(text, places=PLACES, is_rate=True)
    except BadAmount as bad:
        said = _("“%(text)s” is no rate. Write it like 0.9234, with at most ten decimals.")
        raise ValidationError(said, params={"text": text}) from bad
    if not 0 < rate < LARGEST:
        raise ValidationError(_("A rate is more than zero and less than a billion."))
    return rate


class CurrencyForm(forms.Form):
    currency = CurrencyChoice(label=_("Currency of the organization"))


class RateForm(CheckedOnLeaving, forms.Form):
    """What one unit of a currency is worth from a day on."""

    currency = CurrencyChoice()
    day = DayField(label=_("From"))
    rate = forms.CharField(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))

    def __init__(self, *args: Any, base: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._base = base
        others = [choice for choice in currency_choices() if choice[0] != base]
        self.fields["currency"].choices = others  # type: ignore[attr-defined]
        self.fields["rate"].label = gettext("One unit in %(currency)s") % {"currency": base}

    def clean_currency(self) -> str:
        currency: str = self.cleaned_data["currency"]
        if currency == self._base:
            raise ValidationError(_("This is the organization’s own currency. Choose another one."))
        return currency

    def clean_rate(self) -> Decimal:
        return read_rate(self.cleaned_data["rate"])

    @property
    def found(self) -> Rate:
        values = self.cleaned_data
        return Rate(currency=values["currency"], day=values["day"], value=values["rate"])


class RatesForm(forms.Form):
    """Lines of day, currency and rate, as a spreadsheet or a bank gives them."""

    lines = forms.CharField(
        label=_("Lines"),
        max_length=400_000,
        widget=LongText(attrs={"rows": "6", "spellcheck": "false", "placeholder": "2026-05-01;USD;0.9234"}),
        help_text=_(
            "Day, currency and rate, with a semicolon or a tab between them. A rate of the same day is replaced."
        ),
    )

    def __init__(self, *args: Any, base: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._base = base

    def clean_lines(self) -> list[Rate]:
        lines = [
            (number, line) for number, line in enumerate(self.cleaned_data["lines"].splitlines(), 1) if line.strip()
        ]
        if len(lines) > MOST_LINES:
            raise ValidationError(_("These are more than 5,000 lines. Paste them in parts."))
        found, errors = {}, []
        for number, line in lines:
            try:
                rate = self._read(line)
            except ValidationError as error:
                errors.append(
                    gettext("Line %(number)s: %(error)s") % {"number": number, "error": " ".join(error.messages)}
                )
                continue
            found[rate.currency, rate.day] = rate
        if errors:
            raise ValidationError(
                [*errors[:MOST_ERRORS], *([gettext("And more lines like these.")] if errors[MOST_ERRORS:] else [])]
            )
        return list(found.values())

    def _read(self, line: str) -> Rate:
        cells = [cell.strip().strip('"') for cell in SEPARATORS.split(line)]
        if len(cells) != 3:  # noqa: PLR2004 day, currency, rate
            raise ValidationError(
                _("“%(line)s” has not three parts. Write it like 2026-05-01;USD;0.9234"), params={"line": line[:80]}
            )
        day, currency = read_day(cells[0]), cells[1].upper()
        if currency not in CURRENCIES:
            raise ValidationError(
                _("“%(code)s” is no currency in use. Write its code of three letters."), params={"code": cells[1]}
            )
        if currency == self._base:
            raise ValidationError(
                _("%(code)s is the organization’s own currency. Leave the line out."), params={"code": currency}
            )
        return Rate(currency=currency, day=day, value=read_rate(cells[2]))


def read_day(text: str) -> date:
    """Return a day written as 2026-05-01 or 01.05.2026; raise ValidationError. 05/01/2026 is refused: it has two meanings."""
    written = WRITTEN.match(text)
    year, month, day = (0, 0, 0)
    if written and len(written["first"]) == 4:  # noqa: PLR2004 digits of a year
        year, month, day = int(written["first"]), int(written["month"]), int(written["last"])
    elif written and len(written["last"]) == 4 and "." in text:  # noqa: PLR2004
        year, month, day = int(written["last"]), int(written["month"]), int(written["first"])
    try:
        found = date(year, month, day)
    except ValueError:
        found = date.min
    if not EARLIEST <= found <= LATEST:
        raise ValidationError(_("“%(text)s” is no day. Write it like 2026-05-01."), params={"text": text})
    return found
