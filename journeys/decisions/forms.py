from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from accounts.clients import queries as registry
from accounts.clients.models import Client
from accounts.organizations import queries as organizations
from accounts.organizations.forms.fields import PersonChoice
from accounts.organizations.models import Employee
from accounts.web.forms import CheckedOnLeaving, DayField, LongText
from accounts.web.text import OneLineFields
from journeys.decisions import queries
from journeys.decisions.models import DELEGATE, USUAL, Decision, DecisionLimit

FEWEST, MOST, LONGEST = 2, 6, 80  # own choices, and the characters of one


class QuestionForm(CheckedOnLeaving, OneLineFields, forms.ModelForm):
    """A question to somebody, with some of the usual choices or with choices of its own."""

    due_on = DayField(label=_("Until"))
    usual = forms.MultipleChoiceField(
        label=_("Choices"),
        choices=list(USUAL.items()),
        initial=list(USUAL),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    own_choices = forms.CharField(
        label=_("Or choices of your own, one on each line"),
        help_text=_("They take the place of those above."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    class Meta:
        model = Decision
        fields = ("question", "details", "asked_of", "due_on", "amount", "client")
        widgets: ClassVar = {"details": LongText, "client": forms.HiddenInput}

    def __init__(self, *args: Any, slug: str, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self._inside = f"/o/{slug}/"
        self.fields["asked_of"].queryset = queries.deciders(now=now)  # type: ignore[attr-defined]
        self.fields["client"].queryset = registry.clients()  # type: ignore[attr-defined]
        self.fields["amount"].validators.append(_not_negative)
        self.fields["about"] = forms.CharField(required=False, max_length=300, widget=forms.HiddenInput)

    def client(self) -> Client | None:
        """Return whom the question is about, as far as the address or the form names one."""
        try:
            found: Client | None = self.fields["client"].clean(self["client"].value())
        except ValidationError:
            return None
        return found

    def choices(self) -> list[tuple[str, str]]:
        """Return the choices of a form that is valid: keys, and words where they are the asker's own."""
        own = [(f"own{at}", words) for at, words in enumerate(self.cleaned_data["own_choices"])]
        return own or [(key, "") for key in USUAL if key in self.cleaned_data["usual"]]

    def clean_own_choices(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["own_choices"].splitlines()]
        found = list(dict.fromkeys(line for line in lines if line))
        if any(len(line) > LONGEST for line in found):
            raise ValidationError(_("A choice has at most 80 characters: it stands on a button."))
        if found and not FEWEST <= len(found) <= MOST:
            raise ValidationError(_("Give two to six choices, or none."))
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("own_choices") and len(cleaned.get("usual", ())) < FEWEST:
            self.add_error("usual", _("Leave two choices at least."))
        # What is no page of this organization was typed into the address, and is not worth a word.
        about = cleaned.get("about", "")
        self.instance.about = about if about.startswith(self._inside) else ""
        return cleaned


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
        """Tell whether it can be handed over to somebody."""
        return DELEGATE in dict(self.fields["choice"].choices)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("choice") == DELEGATE and not cleaned.get("delegate"):
            self.add_error("delegate", _("Say who does it."))
        return cleaned


class ApprovalForm(CheckedOnLeaving, forms.Form):
    """Who of top management approves a plan, and until when."""

    asked_of: Any = PersonChoice(label=_("Who decides"), queryset=None)
    due_on = DayField(label=_("Until"))

    def __init__(self, *args: Any, deciders: Collection[Employee], today: date, **options: Any) -> None:
        super().__init__(*args, initial={"due_on": today + timedelta(days=7)}, **options)
        rows = organizations.active_employees().filter(pk__in=[one.pk for one in deciders])
        self._today, self.fields["asked_of"].queryset = today, rows  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self._today:
            raise ValidationError(_("This day is over. Choose today or a later day."))
        return day


class LimitForm(forms.ModelForm):
    """Above which money a link alone decides nothing."""

    class Meta:
        model = DecisionLimit
        fields = ("amount", "offer_above")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for field in self.fields.values():
            field.validators.append(_not_negative)
        self.fields["offer_above"].help_text = _("Empty: only serious, late and shown ones are offered.")


_not_negative = MinValueValidator(Decimal(0), _("Money is not negative here."))
