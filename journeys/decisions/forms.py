from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.clients import queries as registry
from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.web.forms import CheckedOnLeaving, DayField, LongText
from accounts.web.text import OneLineFields
from journeys.decisions.models import DELEGATE, Decision, DecisionLimit

FEWEST, MOST = 2, 6  # own choices


class QuestionForm(CheckedOnLeaving, OneLineFields, forms.ModelForm):
    """A question to somebody. Without choices of its own it has the usual ones."""

    due_on = DayField(label=_("Until"))
    own_choices = forms.CharField(
        label=_("Choices of your own, one on each line"),
        help_text=_("Empty: call them, somebody else does it, approve, discuss."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    class Meta:
        model = Decision
        fields = ("question", "asked_of", "due_on", "details", "client", "amount", "link")
        widgets = {"details": LongText}  # noqa: RUF012 Django reads it so

    def __init__(self, *args: Any, slug: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._inside = f"/o/{slug}/"
        self.fields["asked_of"].queryset = organizations.active_employees()  # type: ignore[attr-defined]
        self.fields["client"].queryset = registry.clients()  # type: ignore[attr-defined]
        self.fields["amount"].validators.append(_positive)
        self.fields["link"].help_text = _("An address of this organization, for example of a client’s page.")

    def clean_link(self) -> str:
        link: str = self.cleaned_data["link"]
        if link and not link.startswith(self._inside):
            raise ValidationError(_("Only a page of this organization can be linked; it begins with %s.") % self._inside)
        return link

    def clean_own_choices(self) -> list[str]:
        lines = [" ".join(line.split())[:80] for line in self.cleaned_data["own_choices"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if found and not FEWEST <= len(found) <= MOST:
            raise ValidationError(_("Give two to six choices, or none."))
        return found


class AnswerForm(forms.Form):
    """The choice, whom it is handed to, and a word with it."""

    choice = forms.ChoiceField(error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one.")})
    delegate = forms.ModelChoiceField(queryset=Employee.objects.none(), required=False)
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"max_length": _("This is too long: 500 characters fit. Your words are still here.")},
    )

    def __init__(self, *args: Any, options: Sequence[tuple[str, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["choice"].choices = list(options)  # type: ignore[attr-defined]
        self.fields["delegate"].queryset = organizations.active_employees()  # type: ignore[attr-defined]

    @property
    def has_delegation(self) -> bool:
        return DELEGATE in dict(self.fields["choice"].choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("choice") == DELEGATE and not cleaned.get("delegate"):
            self.add_error("delegate", _("Say who does it."))
        return cleaned


class LimitForm(forms.ModelForm):
    """Above which money a link alone decides nothing."""

    class Meta:
        model = DecisionLimit
        fields = ("amount",)

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        _positive(amount)
        return amount


def _positive(amount: Decimal) -> None:
    if amount < 0:
        raise ValidationError(_("Money is not negative here."))
