from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.organizations import queries as organizations
from accounts.organizations.forms.fields import DepartmentChoice
from accounts.web.forms import CheckedOnLeaving, DayField, LongText
from journeys.initiatives.models import Ruling


class RulingForm(CheckedOnLeaving, forms.ModelForm):
    """Which department owes what, and until when. Its lead answers for it."""

    department: Any = DepartmentChoice(
        label=_("Department that owes it"),
        queryset=None,
        help_text=_("Its lead gets a letter now, and another one on the day before."),
    )
    touchpoint: Any = forms.ModelChoiceField(
        label=_("Touchpoint"), queryset=None, required=False, empty_label=pgettext_lazy("touchpoint", "Any")
    )
    due_on = DayField(label=_("Until"))

    class Meta:
        model = Ruling
        fields = ("what", "department", "touchpoint", "due_on")
        widgets: ClassVar = {"what": LongText({"rows": "3"})}

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self._today = today
        led = organizations.department_choices().filter(lead__isnull=False, lead__left_at=None)
        self.fields["department"].queryset = led.select_related("lead")  # type: ignore[attr-defined]
        self.fields["touchpoint"].queryset = organizations.touchpoints()  # type: ignore[attr-defined]

    @property
    def nobody_leads(self) -> bool:
        """Tell whether no department has a lead, so that nobody can owe anything."""
        return not self.fields["department"].queryset.exists()  # type: ignore[attr-defined]

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self._today:
            raise forms.ValidationError(_("This day is over. Choose today or a later day."))
        return day


class KeepForm(forms.Form):
    """What the department has done."""

    note = forms.CharField(
        label=_("What was done"), max_length=500, required=False, widget=forms.Textarea({"rows": "2"})
    )
