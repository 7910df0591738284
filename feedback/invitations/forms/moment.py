"""When a question is to leave: a day and a time on somebody's own clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FURTHEST = timedelta(days=400)


class TimeField(forms.TimeField):
    """A time of the day, with the browser's own clock."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


def moment_of(day: date, at: time, *, zone: str, now: datetime) -> datetime:
    """Return the moment on that zone's clock; raise ValidationError when it is over, or too far to be meant.

    Where the clocks skip the hour, it is the moment after that hour.
    """
    moment = datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
    if moment <= now:
        raise ValidationError(_("This moment is over. Choose a later one."))
    if moment > now + FURTHEST:
        raise ValidationError(_("This is more than a year ahead. Choose an earlier day."))
    return moment
