"""What one of us decides about questions that are planned, with the reason that the ledger keeps."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.web.forms import DayField
from accounts.web.text import OneLineFields
from feedback.invitations.forms.moment import moment_of

LONGEST = 200


class InsistForm(OneLineFields, forms.Form):
    """Why somebody is asked all the same."""

    note = forms.CharField(
        label=_("Why"),
        max_length=LONGEST,
        help_text=_("It stays beside the decision, for everybody who sees the client."),
    )


class StopForm(OneLineFields, forms.Form):
    """Why somebody is not asked."""

    note = forms.CharField(label=_("Why"), max_length=LONGEST, required=False)


class HoldForm(OneLineFields, forms.Form):
    """Why nobody is asked for now, and until when."""

    note = forms.CharField(
        label=_("Why"), max_length=LONGEST, help_text=_("Everybody who sees the client reads it: no names, no secrets.")
    )
    until = DayField(
        label=_("Until"),
        required=False,
        help_text=_("On this day it ends by itself. Without a day you end it by hand."),
    )

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self._now = now

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        if day is None:
            return None
        try:
            return moment_of(day, time(0), zone=timezone.get_current_timezone_name(), now=self._now)
        except ValidationError as error:
            raise ValidationError(_("Choose a day from tomorrow on, within a year.")) from error
