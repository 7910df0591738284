"""The details of a person of the house."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.organizations import queries
from accounts.organizations.forms.access import AccessFields, GuestDayField
from accounts.organizations.forms.fields import DepartmentChoice, LowerCaseEmailField, TimeZoneField
from accounts.organizations.forms.hours import WorkingHours
from accounts.organizations.models import Department, Employee
from accounts.web.forms import CheckedOnLeaving
from accounts.web.text import OneLineFields


class ProfileForm(OneLineFields, WorkingHours):
    """What everybody keeps up to date about themselves."""

    time_zone = TimeZoneField(help_text=_("Times on every page are shown in this zone."))

    class Meta:
        model = Employee
        fields = ("name", "language", "time_zone", *WorkingHours.Meta.fields)
        help_texts: ClassVar = {"language": _("Of the pages and of the letters that you get.")}
        widgets: ClassVar = {"name": forms.TextInput(attrs={"autocomplete": "name"})}


class _Details(CheckedOnLeaving, OneLineFields, forms.ModelForm):
    """Who a person is. An address belongs to one person of a house, those who left too."""

    email = LowerCaseEmailField(label=_("E-mail"), max_length=254)
    department = DepartmentChoice(label=_("Department"), queryset=None, required=False, empty_label=_("None"))
    time_zone = TimeZoneField()

    class Meta:
        model = Employee
        fields: tuple[str, ...] = ("name", "email", "job_title", "department", "language", "time_zone")

    def __init__(self, *args: Any, departments: QuerySet[Department], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        twin = queries.with_address(email)
        if twin and twin.pk != self.instance.pk:
            raise ValidationError(
                _("%(name)s has left and still has this address. Open that page to invite them again.")
                if twin.left_at
                else _("%(name)s has this address already."),
                params={"name": twin.name},
            )
        return email


class PersonForm(_Details, WorkingHours):
    """A person of the house, changed by the administration."""

    class Meta(_Details.Meta):
        fields = (*_Details.Meta.fields, *WorkingHours.Meta.fields)


class NewPersonForm(AccessFields, _Details):
    """A new person of the house, who gets an invitation with a role or does not sign in at all."""

    role = forms.ChoiceField(
        label=_("Access"),
        required=False,
        choices=[("", _("Does not sign in"))],
        help_text=_("With a role the person gets a letter with an invitation. It stays open for seven days."),
    )
    guest_until = GuestDayField()

    def __init__(self, *args: Any, by_role: str, zone: str, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.prepare_access(by_role=by_role, zone=zone, now=now)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.clean_access()
        return self.cleaned_data
