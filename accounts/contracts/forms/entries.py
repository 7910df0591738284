"""Revenue that was booked."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.contracts.forms.money import AmountField, CurrencyChoice, MoneyFields
from accounts.contracts.models import Contract, RevenueEntry
from accounts.web.forms import CheckedOnLeaving, DayField
from accounts.web.text import OneLineFields


class EntryForm(CheckedOnLeaving, MoneyFields, OneLineFields, forms.ModelForm):
    """One document: what it was worth on its day."""

    day = DayField(label=_("Day"), help_text=_("The day of the document."))
    amount = AmountField(label=_("Amount"), help_text=_("A credit note has a minus."))
    currency = CurrencyChoice()

    class Meta:
        model = RevenueEntry
        fields = ("day", "amount", "currency", "contract", "external_id", "source")
        help_texts: ClassVar = {
            "external_id": _("For example the number of the invoice. Each number is booked once."),
            "source": _("For example: invoice, bank, 1C"),
        }

    def __init__(self, *args: Any, contracts: QuerySet[Contract], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contract"].queryset = contracts  # type: ignore[attr-defined]
        self.fields["contract"].empty_label = "–"  # type: ignore[attr-defined]

    def clean_external_id(self) -> str:
        number: str = self.cleaned_data["external_id"]
        if number and RevenueEntry.objects.filter(external_id=number).exists():
            raise ValidationError(
                _("A document with this number is booked already. Look it up, or leave the number out.")
            )
        return number

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("amount") == 0:
            self.add_error("amount", _("Nothing was booked with zero."))
        return values
