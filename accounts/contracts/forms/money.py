"""Fields of money that the forms share."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.contracts.amounts import BadAmount, Fault, parse
from accounts.fields import CURRENCIES, decimals_of
from accounts.web.currencies import currency_choices

FAULTS = {
    Fault.NOT_A_NUMBER: _("“%(text)s” is no amount. Write it like 1234.50, without a sign of the currency."),
    Fault.TOO_MANY_DECIMALS: _("“%(text)s” has more decimals than %(currency)s. Round it."),
    Fault.TOO_LARGE: _("This amount is too large. At most 15 digits stand before the point."),
}


class AmountField(forms.CharField):
    """An amount as it was typed: what it is only its currency tells (`read_amount`)."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(max_length=60, widget=widget, **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Decimal):
            return value
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain


def read_amount(text: str, currency: str) -> Decimal:
    """Return the amount that was typed; raise ValidationError with what is wrong and how to write it."""
    try:
        return parse(text, places=decimals_of(currency))
    except BadAmount as bad:
        raise ValidationError(FAULTS[bad.fault], params={"text": text, "currency": currency}) from bad


class CurrencyChoice(forms.ChoiceField):
    """One of the currencies in use."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Currency"))
        super().__init__(choices=currency_choices, **options)
        self.widget.attrs["translate"] = "no"  # the names are in the reader's language already

    def valid_value(self, value: Any) -> bool:
        return value in CURRENCIES


class MoneyFields(forms.BaseForm):
    """Mix into a form with `amount` and `currency`: the amount is read in its currency."""

    def clean(self) -> dict[str, Any]:
        super().clean()
        # Without its currency an amount is only text.
        text, currency = self.cleaned_data.pop("amount", None), self.cleaned_data.get("currency")
        if text and currency:
            try:
                self.cleaned_data["amount"] = read_amount(text, currency)
            except ValidationError as error:
                self.add_error("amount", error)
        return self.cleaned_data
