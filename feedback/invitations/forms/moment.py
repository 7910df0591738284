"""When a question is to leave: a day and a time on somebody's own clock."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

FURTHEST = timedelta(days=400)


class TimeField(forms.TimeField):
    """A time of the day, with the browser's own clock."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class HeadsUpField(forms.TypedChoiceField):
    """How long before somebody's first question a short letter of the manager announces it."""

    def __init__(self, **options: Any) -> None:
        usual = {
            "label": _("Announce the first question"),
            "help_text": _(
                "A short letter in the manager’s name, to those who were never asked. The question follows by itself."
            ),
            "choices": _heads_ups,
        }
        super().__init__(**{**usual, "required": False, "coerce": int, "empty_value": 0, **options})


def _heads_ups() -> list[tuple[str, str]]:
    before = {
        days: ngettext("%(number)s working day before", "%(number)s working days before", days) % {"number": days}
        for days in (1, 2, 3, 5)
    }
    return [("", gettext("No")), *((str(days), label) for days, label in before.items())]


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
