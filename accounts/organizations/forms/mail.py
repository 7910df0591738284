"""Letters, their sender, and blocked addresses."""

from datetime import date, datetime, time
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.mail.models import SenderProfile, State, Suppression
from accounts.organizations.forms.fields import LowerCaseEmailField
from accounts.web.forms import CheckedOnLeaving, DayField
from accounts.web.text import OneLineFields

END_OF_DAY = time(23, 59)
MOST_PER_HOUR = 1_000_000


class LetterFilter(forms.Form):
    """Letters by state and reader."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *State.choices])
    address = forms.CharField(label=_("Reader's address"), required=False, max_length=254)

    def chosen(self) -> dict[str, str]:
        """Return the filter as queries take it."""
        return {name: self.cleaned_data[name] for name in ("state", "address")}


class SuppressionFilter(forms.Form):
    """Blocked addresses by reason and text."""

    reason = forms.ChoiceField(label=_("Reason"), required=False, choices=[("", _("All")), *Suppression.Reason.choices])
    address = forms.CharField(label=_("Address"), required=False, max_length=254)

    def chosen(self) -> dict[str, str]:
        """Return the filter as queries take it."""
        return {name: self.cleaned_data[name] for name in ("reason", "address")}


class SenderForm(CheckedOnLeaving, OneLineFields, forms.ModelForm):
    """How the organization's letters look, and how many may leave."""

    hourly_limit = forms.IntegerField(
        label=_("Letters per hour at most"),
        required=False,
        min_value=1,
        max_value=MOST_PER_HOUR,
        help_text=_("Empty: as many as there are. Letters above the limit wait for the next hour."),
    )

    class Meta:
        model = SenderProfile
        fields = ("display_name", "reply_to", "hourly_limit")
        help_texts: ClassVar = {
            "display_name": _("The name that readers see, for example: North, client care."),
            "reply_to": _("Where the answer of a reader goes. Empty: to the address of this installation."),
        }


class BlockForm(CheckedOnLeaving, OneLineFields, forms.Form):
    """An address that shall get no letters; days are those of the reader's time zone."""

    address = LowerCaseEmailField(label=_("Address"), max_length=254)
    until = DayField(
        label=_("Up to and including"),
        required=False,
        help_text=_("Empty: until somebody removes the address from this list."),
    )

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = timezone.localdate(now)

    def clean_until(self) -> datetime | None:
        day: date | None = self.cleaned_data["until"]
        if day is None:
            return None
        if day < self.today:
            raise ValidationError(_("This day is over. Choose today or a later one."))
        return datetime.combine(day, END_OF_DAY, tzinfo=timezone.get_current_timezone())


class UnblockForm(forms.Form):
    """The word that a reader who had declined letters wants them again."""

    is_wanted = forms.BooleanField(
        label=_("The reader has told us that they want letters again"),
        error_messages={
            "required": _("Tick this only if the reader has said so. Otherwise leave the address blocked.")
        },
    )
