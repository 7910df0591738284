"""Clean input about alerts; forms never save."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients.models import Segment
from accounts.organizations.forms.fields import WEEKDAYS
from accounts.organizations.models import Employee
from accounts.web.text import OneLineFields
from feedback.alerts import rules
from feedback.alerts.models import MOST_HOURS, Alert, AlertRule, Ending, Kind, Snooze, Verdict

DAYS = ((1, _("For a day")), (3, _("For three days")), (7, _("For a week")), (30, _("For thirty days")))
WINDOWS = 3  # quiet windows
SHORTEST = timedelta(minutes=30)
NUMBER_LABELS = {
    "points": _("by at least so many points"),
    "days": _("within so many days"),
    "nps": _("would recommend us: up to (0–10)"),
    "csat": _("satisfaction: up to (1–5)"),
    "ces": _("ease: up to (1–7)"),
}


class NoteForm(forms.Form):
    """A note at an alert."""

    text = forms.CharField(
        label=_("Note"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write something first.")},
    )


class AssignForm(forms.Form):
    """Who answers for the alert from now on."""

    to: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Hand over to"), queryset=None, empty_label=_("Choose a person")
    )

    def __init__(self, *args: Any, people: QuerySet[Employee], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = people  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """How the alert ended."""

    ending = forms.ChoiceField(
        label=_("How did it end?"),
        widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (Ending.HANDLED, Ending.FALSE)],
    )


class JudgeForm(forms.Form):
    """Whether it was right to tell."""

    verdict = forms.ChoiceField(choices=Verdict.choices)


class SnoozeForm(forms.Form):
    """What one wants no letters about, and for how long. A snooze always ends."""

    scope = forms.ChoiceField(label=_("No letters to me about"), choices=Snooze.Scope.choices)
    days = forms.TypedChoiceField(label=pgettext_lazy("snooze", "How long"), coerce=int, choices=DAYS)

    def __init__(self, *args: Any, alert: Alert, **options: Any) -> None:
        super().__init__(*args, **options)
        if alert.client_id is None:
            of = [one for one in Snooze.Scope.choices if one[0] != Snooze.Scope.CLIENT]
            self.fields["scope"].choices = of  # type: ignore[attr-defined]

    def until(self, now: datetime) -> datetime:
        """Return when letters come again."""
        return now + timedelta(days=self.cleaned_data["days"])


class RuleForm(OneLineFields, forms.ModelForm):
    """A rule: its name, where it holds, how serious it is, and the numbers of its kind."""

    segment: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Segment"), queryset=None, required=False, empty_label=_("All clients")
    )

    class Meta:
        model = AlertRule
        fields = ("name", "segment", "severity", "is_on")

    def __init__(self, *args: Any, segments: QuerySet[Segment], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["segment"].queryset = segments  # type: ignore[attr-defined]
        self.fields["severity"].help_text = _(
            "Serious: everybody up to top management gets a letter at once. Needs attention: whoever answers for the client."
        )
        self.numbers = rules.NUMBERS[self.instance.kind]
        for name, (start, least, most) in self.numbers.items():
            self.fields[name] = forms.IntegerField(
                label=NUMBER_LABELS[name],
                min_value=least,
                max_value=most,
                initial=self.instance.numbers.get(name, start),
            )
        if self.instance.kind in {Kind.OWNERLESS, Kind.PROMISE}:
            self.fields["days"].label = _("after so many days")

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.instance.numbers = {name: self.cleaned_data.get(name) for name in self.numbers}
        return self.cleaned_data


class NewRuleForm(forms.Form):
    """What a new rule watches for."""

    kind = forms.ChoiceField(label=_("What should it watch for?"), choices=Kind.choices, widget=forms.RadioSelect)


class SettingsForm(forms.Form):
    """How fast alerts are followed up, and up to three quiet windows."""

    acknowledge_hours = forms.IntegerField(
        label=_("Working hours until an alert is taken in hand"),
        min_value=1,
        max_value=MOST_HOURS,
        help_text=_("By the hours and holidays of whoever answers for it. Then it goes one level up."),
    )
    contact_hours = forms.IntegerField(
        label=_("Working hours until the client is contacted"),
        min_value=1,
        max_value=MOST_HOURS,
        help_text=_("From the moment in which it was taken in hand. Then it goes one level up, too."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        clock = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        kept = [*(self.initial.get("quiet_windows") or []), *[["", "", ""]] * WINDOWS]
        for number, (days, since, until) in enumerate(kept[:WINDOWS], start=1):
            names = {"number": number}
            self.fields[f"days_{number}"] = forms.MultipleChoiceField(
                label=_("Quiet window %(number)s: days") % names,
                choices=WEEKDAYS,
                required=False,
                initial=list(days),
                widget=forms.CheckboxSelectMultiple,
            )
            for name, label, value in (
                ("since", _("Quiet window %(number)s: from"), since),
                ("until", _("Quiet window %(number)s: until"), until),
            ):
                self.fields[f"{name}_{number}"] = forms.TimeField(
                    label=label % names, required=False, widget=clock, initial=value or None
                )

    def clean(self) -> dict[str, Any]:
        super().clean()
        windows = [window for number in range(1, WINDOWS + 1) if (window := self._window(number))]
        self.cleaned_data["quiet_windows"] = windows
        return self.cleaned_data

    def _window(self, number: int) -> list[str] | None:
        days, since, until = (self.cleaned_data.get(f"{name}_{number}") for name in ("days", "since", "until"))
        if not days and since is None and until is None:
            return None
        if not days or since is None or until is None:
            self.add_error(f"days_{number}", _("A quiet window has days, a beginning and an end. Or leave it empty."))
            return None
        if _length(since, until) < SHORTEST:
            self.add_error(f"until_{number}", _("A quiet window lasts half an hour at least."))
        return ["".join(sorted(days)), since.isoformat("minutes"), until.isoformat("minutes")]

    def values(self) -> dict[str, Any]:
        """Return what the settings keep."""
        return {name: self.cleaned_data[name] for name in ("acknowledge_hours", "contact_hours", "quiet_windows")}


def _length(since: time, until: time) -> timedelta:
    """Return how long it lasts, over midnight too; the same time twice is nothing."""
    return timedelta(minutes=(until.hour * 60 + until.minute - since.hour * 60 - since.minute) % (24 * 60))
