"""A survey as such: its name, why people are asked, who answers for it, and what a new one begins with."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.organizations import queries as house
from accounts.web.text import OneLineFields
from feedback.surveys import queries
from feedback.surveys.models import Survey
from feedback.surveys.starting import StartingPoint


class SurveyForm(OneLineFields, forms.ModelForm):
    """Name, purpose and owner."""

    class Meta:
        model = Survey
        fields = ("name", "purpose", "owner")
        help_texts: ClassVar = {
            "name": _("For colleagues. What people read is written in the survey itself."),
            "purpose": _("How often one person may be asked depends on it."),
            "owner": _("Who of you answers for it."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner"].queryset = house.active_employees()  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        # The constraint is an expression, so Django leaves it to the database.
        name: str = self.cleaned_data["name"]
        if queries.surveys().filter(name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("There is a survey of this name already."))
        return name


class NewSurveyForm(SurveyForm):
    """The same, and what to begin with."""

    start = forms.ChoiceField(label=_("Begin with"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, starting_points: Iterable[StartingPoint], **options: Any) -> None:
        super().__init__(*args, **options)
        self.starting_points = list(starting_points)
        self.fields["start"].choices = [(one.key, one.title) for one in self.starting_points]  # type: ignore[attr-defined]

    def chosen(self) -> StartingPoint:
        """Return the starting point that was chosen."""
        return next(one for one in self.starting_points if one.key == self.cleaned_data["start"])

    def is_chosen(self, key: str) -> bool:
        """Tell whether the page shall show this starting point as the chosen one."""
        return bool(self["start"].value() == key)
