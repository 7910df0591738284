"""Which role somebody gets, and until when a guest may stay."""

import zoneinfo
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.organizations.roles import GUESTS, Right, Role, has_right
from accounts.web.forms import DayField

LONGEST_VISIT = timedelta(days=366)
END_OF_DAY = time(23, 59)


class GuestDayField(DayField):
    """The last day of a guest."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Last day of a guest"),
            required=False,
            help_text=_("Only for an auditor: the access of a guest always ends, after a year at the latest."),
        )


class AccessFields(forms.BaseForm):
    """Mix into a form with `role` and `guest_until`: `cleaned_data["ends_at"]` is the end of the guest's last day."""

    def prepare_access(self, *, by_role: str, zone: str, now: datetime) -> None:
        """Offer the roles that somebody of `by_role` can give; days are those of the organization's time zone."""
        self.zone = zoneinfo.ZoneInfo(zone)
        self.today = now.astimezone(self.zone).date()
        role = self.fields["role"]
        role.choices = [*role.choices, *roles_given_by(by_role)]  # type: ignore[attr-defined]
        self.fields["guest_until"].widget.attrs.update(min=self.today, max=self.today + LONGEST_VISIT)

    def clean_access(self) -> None:
        is_guest = self.cleaned_data.get("role") in GUESTS
        self.cleaned_data["ends_at"] = self._end_of_visit() if is_guest else None

    def _end_of_visit(self) -> datetime | None:
        last_day: date | None = self.cleaned_data.get("guest_until")
        if last_day is None:
            if "guest_until" not in self.errors:
                self.add_error("guest_until", _("A guest needs a last day."))
            return None
        if not self.today <= last_day <= self.today + LONGEST_VISIT:
            self.add_error("guest_until", _("Choose a day between today and a year from now."))
            return None
        return datetime.combine(last_day, END_OF_DAY, tzinfo=self.zone)


class AccessForm(AccessFields, forms.Form):
    """The role of somebody who signs in."""

    role = forms.ChoiceField(label=_("Role"))
    guest_until = GuestDayField()

    def __init__(self, *args: Any, by_role: str, zone: str, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.prepare_access(by_role=by_role, zone=zone, now=now)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.clean_access()
        return self.cleaned_data


def roles_given_by(by_role: str) -> list[tuple[str, Any]]:
    """Return the roles that somebody of `by_role` can give: owners are made by owners."""
    return [(role.value, role.label) for role in Role if role != Role.OWNER or has_right(by_role, Right.MANAGE_OWNERS)]
