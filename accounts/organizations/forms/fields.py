"""Fields that several forms share."""

import zoneinfo
from functools import cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.organizations.models import Department, Employee
from accounts.web.countries import country_choices

WEEKDAYS = [
    ("1", _("Monday")),
    ("2", _("Tuesday")),
    ("3", _("Wednesday")),
    ("4", _("Thursday")),
    ("5", _("Friday")),
    ("6", _("Saturday")),
    ("7", _("Sunday")),
]
# Places as people know them; the other names of the database are abbreviations and relics.
REGIONS = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def time_zone_choices() -> list[tuple[str, str] | tuple[str, list[tuple[str, str]]]]:
    """Return UTC and the zones of the world, grouped by region."""
    zones = sorted(zoneinfo.available_timezones())
    regions = [
        (region, [(zone, zone.replace("_", " ")) for zone in zones if zone.startswith(f"{region}/")])
        for region in REGIONS
    ]
    return [("UTC", "UTC"), *regions]


class TimeZoneField(forms.ChoiceField):
    """One of the world's time zones."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=time_zone_choices, label=_("Time zone"), **options)
        self.widget.attrs["translate"] = "no"


class CountryField(forms.ChoiceField):
    """A country, under its name in the reader's language."""

    def __init__(self, *, empty_label: Any, **options: Any) -> None:
        options.setdefault("label", _("Country"))
        choices = lambda: [("", empty_label), *country_choices()]  # noqa: E731 asked for in each reader's language
        super().__init__(choices=choices, required=False, **options)
        self.widget.attrs["translate"] = "no"  # the names are in the reader's language already


class LowerCaseEmailField(forms.EmailField):
    """An address as addresses are compared: in lower case."""

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").lower()


class LowerCaseField(forms.CharField):
    """Text of which capital letters are a slip."""

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").lower()


class PersonChoice(forms.ModelChoiceField):
    """A person of the house; somebody who has left is marked."""

    def label_from_instance(self, employee: Employee) -> str:
        return _("%(name)s (has left)") % {"name": employee.name} if employee.left_at else employee.name


class DepartmentChoice(forms.ModelChoiceField):
    """A department; an archived one is marked."""

    def label_from_instance(self, department: Department) -> str:
        return _("%(name)s (archived)") % {"name": department.name} if department.archived_at else department.name


class WeekdaysField(forms.MultipleChoiceField):
    """Days of the week as the model keeps them: "12345" is Monday to Friday."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=WEEKDAYS, label=_("Working days"), **options)

    def prepare_value(self, value: Any) -> list[str]:
        return list(value or "")

    def clean(self, value: Any) -> Any:
        return "".join(sorted(set(super().clean(value))))
