"""When the house and its people work."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.organizations.forms.fields import CountryField, WeekdaysField
from accounts.organizations.hours import HOURS
from accounts.organizations.models import Employee, Organization


def _time(label: Any, **options: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **options)


class WorkingHours(forms.ModelForm):
    """When a person works, in their own time zone."""

    country = CountryField(label=_("Public holidays of"), empty_label=_("As the organization"))
    work_days = WeekdaysField()
    work_starts = _time(_("Work starts"))
    work_ends = _time(_("Work ends"))
    break_starts = _time(_("Break starts"), required=False, help_text=_("Leave both times empty if there is no break."))
    break_ends = _time(_("Break ends"), required=False)

    class Meta:
        model = Employee
        fields = HOURS

    def clean(self) -> dict[str, Any]:
        super().clean()
        starts, ends = self.cleaned_data.get("work_starts"), self.cleaned_data.get("work_ends")
        if starts and ends and starts >= ends:
            self.add_error("work_ends", _("Work must end later than it starts."))
        elif starts and ends and not {"break_starts", "break_ends"} & set(self.errors):
            self._clean_break(starts, ends)
        return self.cleaned_data

    def _clean_break(self, starts: Any, ends: Any) -> None:
        since, until = self.cleaned_data["break_starts"], self.cleaned_data["break_ends"]
        if bool(since) != bool(until):
            self.add_error("break_ends" if since else "break_starts", _("Enter both times of the break, or none."))
        elif since and not starts < since < until < ends:
            self.add_error("break_starts", _("The break must lie within the working hours and end after it starts."))


class HouseHoursForm(WorkingHours):
    """When the house works, in its own time zone."""

    country = CountryField(
        label=_("Public holidays of"),
        empty_label=_("No country"),
        help_text=_("Nobody of the house is expected to work on them, except people who have a country of their own."),
    )

    class Meta:
        model = Organization
        fields = HOURS
