"""How a relation went on."""

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.contracts.actions import NextTerms
from accounts.contracts.forms.money import AmountField, read_amount
from accounts.contracts.models import Contract, Outcome, OutcomeKind, Reason
from accounts.contracts.revenue import add_months
from accounts.web.forms import CheckedOnLeaving, DayField, LongText
from accounts.web.text import OneLineFields

RESIZED = (OutcomeKind.GREW, OutcomeKind.SHRANK)
GOES_ON = (OutcomeKind.RENEWED, *RESIZED)


class OutcomeForm(CheckedOnLeaving, OneLineFields, forms.ModelForm):
    """What came out, of which contract, why, and on what it goes on."""

    kind = forms.ChoiceField(label=_("How it went on"), choices=OutcomeKind.choices, widget=forms.RadioSelect)
    day = DayField(label=_("Since"), help_text=_("The first day on which it is so. For a loss the last day of work."))
    new_amount = AmountField(
        label=_("New amount"), required=False, help_text=_("When it grew or shrank: of one period, in its currency.")
    )
    renewal_on = DayField(label=_("Next renewal"), required=False, help_text=_("When the contract goes on."))
    ends_on = DayField(
        label=_("New last day"), required=False, help_text=_("Empty: it goes on until somebody ends it.")
    )
    reason = forms.ChoiceField(label=_("Main reason"), required=False, choices=[("", "–"), *Reason.choices])

    class Meta:
        model = Outcome
        fields = ("kind", "contract", "day", "new_amount", "renewal_on", "ends_on", "reason", "text", "competitor")
        widgets: ClassVar = {"text": LongText(attrs={"rows": "3"})}

    def __init__(
        self, *args: Any, contracts: QuerySet[Contract], chosen: Contract | None, today: date, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["contract"].queryset = contracts  # type: ignore[attr-defined]
        self.fields["contract"].empty_label = _("The client as a whole")  # type: ignore[attr-defined]
        self.initial.update(day=today, contract=chosen)
        for name in ("renewal_on", "ends_on"):
            if chosen and (day := getattr(chosen, name)):
                self.initial[name] = add_months(day, 12)

    @property
    def terms(self) -> NextTerms:
        """Return on what the contract goes on."""
        values = self.cleaned_data
        return NextTerms(
            amount=values["new_amount"] or None, renewal_on=values["renewal_on"], ends_on=values["ends_on"]
        )

    def clean(self) -> dict[str, Any]:
        super().clean()
        values = self.cleaned_data
        kind, contract, day = values.get("kind"), values.get("contract"), values.get("day")
        if kind == OutcomeKind.LOST and not values.get("reason") and not self.errors.get("reason"):
            self.add_error("reason", _("Say why: losses teach more than anything else."))
        if not contract or not day or kind not in (*GOES_ON, OutcomeKind.LOST):
            return values
        if day <= contract.starts_on:
            self.add_error("day", _("The contract has only begun then. Correct the contract itself instead."))
        if kind in GOES_ON:
            self._clean_days(day)
        if kind in RESIZED:
            self._clean_amount(contract, kind)
        elif values.get("new_amount"):
            self.add_error(
                "new_amount", _("With another amount it grew or shrank. Choose that, or leave the amount out.")
            )
        return values

    def _clean_days(self, day: date) -> None:
        for name in ("renewal_on", "ends_on"):
            if (found := self.cleaned_data.get(name)) and found <= day:
                self.add_error(name, _("A contract that goes on is renewed, and ends, on a later day."))

    def _clean_amount(self, contract: Contract, kind: str) -> None:
        try:
            amount = read_amount(self.cleaned_data.get("new_amount") or "", contract.currency)
        except ValidationError as error:
            self.add_error("new_amount", error if self.cleaned_data.get("new_amount") else _("Say the new amount."))
            return
        if kind == OutcomeKind.GREW and amount <= contract.amount:
            self.add_error("new_amount", _("It is not more than before. Choose “Shrank”, or look at the amount."))
        elif kind == OutcomeKind.SHRANK and not 0 < amount < contract.amount:
            self.add_error("new_amount", _("It is not less than before. Choose “Grew”, or look at the amount."))
        self.cleaned_data["new_amount"] = amount
