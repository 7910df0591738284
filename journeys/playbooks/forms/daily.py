from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.organizations import queries as organizations
from accounts.organizations.forms.fields import PersonChoice
from accounts.web.forms import CheckedOnLeaving, DayField
from accounts.web.text import OneLineFields
from journeys.playbooks.models import Task


class TaskForm(OneLineFields, CheckedOnLeaving, forms.ModelForm):
    """What, until when, and by whom."""

    owner = PersonChoice(label=_("Who does it"), queryset=None)

    class Meta:
        model = Task
        fields = ("title", "due_on", "owner")
        field_classes: ClassVar = {"due_on": DayField}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = organizations.active_employees()  # type: ignore[attr-defined]
