"""What lists can be narrowed to; filters stand in the address, so that a list can be shared."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.audit import registry
from accounts.organizations.forms.fields import DepartmentChoice, PersonChoice
from accounts.organizations.models import Department, Employee
from accounts.web.forms import DayField


class PeopleFilter(forms.Form):
    """People by text and department; those who left are a list of their own."""

    text = forms.CharField(label=_("Name, e-mail or job title"), required=False, max_length=100)
    department = DepartmentChoice(label=_("Department"), queryset=None, required=False, empty_label=_("All"))
    has_left = forms.BooleanField(label=_("People who left"), required=False)

    def __init__(self, *args: Any, departments: QuerySet[Department], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """Return the filter as queries take it."""
        return {name: self.cleaned_data[name] for name in ("text", "department", "has_left")}


class AuditFilter(forms.Form):
    """Entries by person, act and days of the reader's time zone."""

    person = PersonChoice(label=_("Who"), queryset=None, required=False, empty_label=_("Everybody"))
    act = forms.ChoiceField(label=_("Act"), required=False)
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Up to and including"), required=False)

    def __init__(self, *args: Any, people: QuerySet[Employee], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        acts = sorted((str(act.label), code) for code, act in registry.acts().items())
        self.fields["act"].choices = [("", _("Everything")), *((code, label) for label, code in acts)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", _("The last day is before the first one."))
        return self.cleaned_data

    def chosen(self) -> dict[str, Any]:
        """Return the filter as queries take it."""
        person, until = self.cleaned_data["person"], self.cleaned_data["until"]
        return {
            "actor_id": person.pk if person else None,
            "action": self.cleaned_data["act"],
            "since": _midnight(self.cleaned_data["since"]),
            "until": _midnight(until + timedelta(days=1)) if until else None,
        }


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time.min, tzinfo=timezone.get_current_timezone()) if day else None
