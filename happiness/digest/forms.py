"""When and about whom somebody reads the digest."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.organizations.forms.fields import WEEKDAYS
from accounts.organizations.models import DigestPreference

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class DigestForm(forms.ModelForm):
    """The reader's own day, hour and clients."""

    weekday = forms.TypedChoiceField(label=_("day"), choices=WEEKDAYS, coerce=int)
    hour = forms.TypedChoiceField(label=_("hour"), choices=HOURS, coerce=int)

    class Meta:
        model = DigestPreference
        fields = ("is_wanted", "weekday", "hour", "whose", "paused_until")
        widgets: ClassVar = {"paused_until": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts: ClassVar = {
            "hour": _("In your own time zone, which you choose in your profile."),
            "paused_until": _("Until then no digest comes. Leave it empty to go on."),
        }
