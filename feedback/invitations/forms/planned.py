"""Which planned questions the calendar shows; it stands in the address."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.forms.filters import ALL
from feedback.invitations import queries
from feedback.invitations.models import Source
from feedback.surveys.models import Survey


class CalendarForm(forms.Form):
    """Month, day, survey, and what wants the question; a reminder is one of these causes."""

    month = forms.DateField(required=False, input_formats=["%Y-%m"], widget=forms.HiddenInput)
    day = forms.DateField(required=False, widget=forms.HiddenInput)
    survey: Any = forms.ModelChoiceField(
        label=_("Survey"), queryset=Survey.objects.none(), required=False, empty_label=ALL[1]
    )
    cause = forms.ChoiceField(
        label=_("What wants it"),
        required=False,
        choices=[ALL, *Source.choices, (queries.REMINDER, _("A reminder"))],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["survey"].queryset = queries.askable_surveys()  # type: ignore[attr-defined]
