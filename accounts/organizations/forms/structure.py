"""Departments and touchpoints."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.organizations import queries
from accounts.organizations.forms.fields import DepartmentChoice, PersonChoice
from accounts.organizations.models import Department, Employee, Touchpoint
from accounts.organizations.queries import LAST_POSITION
from accounts.web.text import OneLineFields


class DepartmentForm(OneLineFields, forms.ModelForm):
    """A department and its lead."""

    lead = PersonChoice(label=_("Lead"), queryset=None, required=False, empty_label=_("Nobody yet"))

    class Meta:
        model = Department
        fields = ("name", "lead")

    def __init__(self, *args: Any, people: QuerySet[Employee], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lead"].queryset = people  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        # The constraint asks about a column that is no field of the form, so Django leaves it to the database.
        name: str = self.cleaned_data["name"]
        if queries.named_alike(queries.department_choices(), name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a department of this name already."))
        return name


class TouchpointForm(OneLineFields, forms.ModelForm):
    """A touchpoint, its department, its owner and its place in the order."""

    department = DepartmentChoice(label=_("Department"), queryset=None, empty_label=_("Choose a department"))
    owner = PersonChoice(
        label=pgettext_lazy("of a touchpoint", "Owner"), queryset=None, required=False, empty_label=_("Nobody yet")
    )
    position = forms.IntegerField(
        label=_("Position"),
        required=False,
        min_value=0,
        max_value=LAST_POSITION,
        help_text=_("The order within the department, as a client meets them. Empty: behind the last one."),
    )

    class Meta:
        model = Touchpoint
        fields = ("name", "department", "owner", "position")

    def __init__(
        self, *args: Any, departments: QuerySet[Department], people: QuerySet[Employee], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        if self.instance._state.adding:
            self.initial.pop("position")

    def clean(self) -> dict[str, Any]:
        super().clean()
        name, department = self.cleaned_data.get("name"), self.cleaned_data.get("department")
        if not department:
            return self.cleaned_data
        twins = queries.touchpoints().filter(department=department).exclude(pk=self.instance.pk)
        if name and queries.named_alike(twins, name).exists():
            self.add_error("name", _("This department has a touchpoint of this name already."))
        if self.cleaned_data.get("position") is None and "position" not in self.errors:
            self.cleaned_data["position"] = queries.next_position(department)
        return self.cleaned_data
