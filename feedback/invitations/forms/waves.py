"""Whom a wave asks about what, and when."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole
from accounts.web.forms import DayField
from feedback.invitations import queries
from feedback.invitations.forms.moment import HeadsUpField, TimeField, moment_of
from feedback.surveys.models import Survey


class WaveForm(forms.Form):
    """Survey, roles, how many of each role at a client, and when; without a day as soon as it is decided."""

    survey = forms.ModelChoiceField(label=_("Survey"), queryset=Survey.objects.none())
    roles = forms.MultipleChoiceField(
        label=_("Whom"), choices=BuyerRole.choices, initial=BuyerRole.values, widget=forms.CheckboxSelectMultiple
    )
    per_role = forms.IntegerField(
        label=_("At most so many people of each role at a client"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Who has waited longest comes first. Leave it empty to ask everybody."),
    )
    day = DayField(
        label=_("Not before this day"), required=False, help_text=_("Without a day: as soon as it is decided.")
    )
    heads_up_days = HeadsUpField()
    time = TimeField(label=_("Time"), required=False, initial=time(9))

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self._now = now
        self.fields["survey"].queryset = queries.askable_surveys()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        super().clean()
        values = self.cleaned_data
        values["wanted_at"] = None
        if not values.get("day"):
            return values
        zone = timezone.get_current_timezone_name()
        try:
            values["wanted_at"] = moment_of(values["day"], values.get("time") or time(9), zone=zone, now=self._now)
        except ValidationError as error:
            self.add_error("day", error)
        return values
