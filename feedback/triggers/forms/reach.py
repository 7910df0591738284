"""Whom a rule reaches, and at what hours: rows of plain fields."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.enums import BuyerRole
from accounts.organizations.forms.fields import WeekdaysField
from accounts.worktime import ALL_WEEK, Window, meet
from feedback.invitations.forms import TimeField
from feedback.triggers import rules
from feedback.triggers.rules import First, Rule
from feedback.triggers.whom import FIRSTS

ABOUT, ROLES, NAMED, OWNER = "about", "roles", "named", "owner"
WHOM = (
    (ROLES, _("People of certain roles")),
    (ABOUT, _("The person whom the event is about")),
    (NAMED, _("People chosen by name")),
    (OWNER, _("Whoever of certain roles the client’s manager chooses")),
)
EVERY_DAY = "".join(str(day) for day in sorted(ALL_WEEK))


class ReachFields(forms.Form):
    """The part of a form that asks whom and when; `offer_people` fills in whom can be chosen by name."""

    asked = forms.ChoiceField(label=_("Whom to ask"), choices=WHOM, widget=forms.RadioSelect, initial=ROLES)
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=BuyerRole.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    most = forms.IntegerField(
        label=_("People of each role at most"), min_value=1, max_value=rules.MOST_PEOPLE, initial=1
    )
    first = forms.ChoiceField(label=_("Who first"), choices=tuple(FIRSTS.items()), initial=First.UNHEARD)
    contacts = forms.MultipleChoiceField(
        label=_("Chosen people"),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"translate": "no"}),
        help_text=_("Each is asked only about what happens at a client where they work."),
    )
    seek = forms.CharField(
        label=_("Find people"), required=False, max_length=100, help_text=_("By name or address, some letters of it.")
    )
    choice_days = forms.IntegerField(
        label=_("Working days to choose"),
        required=False,
        min_value=1,
        max_value=rules.LONGEST_CHOICE,
        initial=2,
        help_text=_(
            "The manager gets a task with everybody of these roles. Without an answer, people are asked as said above."
        ),
    )
    window_days = WeekdaysField(required=False)
    window_since = TimeField(label=pgettext_lazy("time of day", "From"), required=False)
    window_until = TimeField(label=pgettext_lazy("time of day", "Until"), required=False)
    found_nobody = False  # somebody was sought
    windows: Sequence[Window]  # in which the calm limits let people be asked

    def offer_people(self, people: Mapping[uuid.UUID, str]) -> None:
        """Let these people be chosen by name."""
        field: Any = self.fields["contacts"]
        field.choices = [(str(one), name) for one, name in people.items()]
        self.fields["window_days"].label = _("Weekdays")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        asked = cleaned.get("asked")
        if asked not in {ROLES, OWNER}:
            cleaned["roles"] = []
        if asked != OWNER:
            self.errors.pop("choice_days", None)
            cleaned["choice_days"] = 0
        elif not cleaned.get("choice_days") and "choice_days" not in self.errors:
            self.add_error("choice_days", _("Fill this in."))
        if asked != NAMED:
            cleaned["contacts"] = []
        elif not cleaned.get("contacts") and "contacts" not in self.errors:
            self.add_error("contacts", _("Choose at least one person: find people by name, then tick them."))
        try:
            cleaned["window"] = self._window(cleaned)
        except ValidationError as error:
            self.add_error("window_since", error)
        return cleaned

    @property
    def has_hours(self) -> bool:
        """Tell whether hours of its own are given."""
        given = self.data if self.is_bound else self.initial
        return any(given.get(f"window_{name}") for name in ("days", "since", "until"))

    def whom(self) -> dict[str, Any]:
        """Return the part of the rule's data that says whom."""
        return {name: self.cleaned_data[name] for name in ("roles", "contacts", "most", "first", "choice_days")}

    def window(self) -> dict[str, str]:
        """Return the part of the rule's data that says at what hours; empty where it has none of its own."""
        window: Window | None = self.cleaned_data["window"]
        return window.as_json() if window else {}

    def _window(self, cleaned: Mapping[str, Any]) -> Window | None:
        days, since, until = (cleaned.get(f"window_{name}") for name in ("days", "since", "until"))
        if not days and since is None and until is None:
            return None
        if (since is None) != (until is None):
            raise ValidationError(_("Say from when until when, or leave both empty for the whole day."))
        window = Window(frozenset(map(int, days or EVERY_DAY)), since or time(0), until or time(0))
        if not any(meet(window, usual) for usual in self.windows):
            raise ValidationError(
                _("The calm limits let nobody be asked at these hours. Choose others, or change the limits.")
            )
        return window


def reach_of(rule: Rule) -> dict[str, Any]:
    """Return what these fields show of a rule."""
    window = rule.window
    asked = NAMED if rule.whom.contacts else OWNER if rule.whom.choice_days else ROLES
    is_about = asked == ROLES and not rule.whom.roles and rule.what.reaches_people and rule.when.kind != rules.SILENCE
    return {
        "asked": ABOUT if is_about else asked,
        "choice_days": rule.whom.choice_days or None,
        "roles": list(rule.whom.roles),
        "contacts": [str(one) for one in rule.whom.contacts],
        "most": rule.whom.most,
        "first": rule.whom.first,
        "window_days": "".join(str(day) for day in sorted(window.days)) if window else "",
        "window_since": window.since if window and window.since != window.until else None,
        "window_until": window.until if window and window.since != window.until else None,
    }
