"""A contract."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Position
from accounts.contracts.forms.money import AmountField, CurrencyChoice, MoneyFields
from accounts.contracts.models import Contract
from accounts.web.forms import CheckedOnLeaving, DayField
from accounts.web.text import OneLineFields


class ContractForm(CheckedOnLeaving, MoneyFields, OneLineFields, forms.ModelForm):
    """What is paid, for what time, and when the client decides again."""

    amount = AmountField(label=_("Amount"), help_text=_("Of one period, without taxes that you only pass on."))
    currency = CurrencyChoice()
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False, help_text=_("Empty: it goes on until somebody ends it."))
    renewal_on = DayField(
        label=_("To be renewed on"), required=False, help_text=_("The day by which the client decides anew.")
    )
    signed_by = forms.ChoiceField(label=_("Signed by"), required=False, choices=())

    class Meta:
        model = Contract
        fields = (
            "title",
            "number",
            "amount",
            "currency",
            "period",
            "starts_on",
            "ends_on",
            "renewal_on",
            "notice_days",
        )
        help_texts: ClassVar = {
            "title": _("For example: support of the warehouse system"),
            "notice_days": _("How many days before the renewal either side has to say no."),
        }

    def __init__(self, *args: Any, positions: Sequence[Position], **options: Any) -> None:
        super().__init__(*args, **options)
        people = {str(one.contact_id): one.contact.name for one in positions}
        self.fields["signed_by"].choices = [("", "–"), *people.items()]  # type: ignore[attr-defined]
        self.initial.setdefault("signed_by", str(self.instance.signed_by_id or ""))
        self.fields["notice_days"].required = False

    def clean_notice_days(self) -> int:
        return self.cleaned_data["notice_days"] or 0

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        amount, start = values.get("amount"), values.get("starts_on")
        if amount is not None and amount < 0:
            self.add_error("amount", _("A contract brings money. Enter money that was given back as revenue."))
        for name in ("ends_on", "renewal_on"):
            if start and values.get(name) and values[name] < start:
                self.add_error(name, _("This is before the first day. Change one of the two days."))
        self.instance.signed_by_id = values.get("signed_by") or None
        return values
