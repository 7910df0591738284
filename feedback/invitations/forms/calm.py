"""How often and when people are asked."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.clients import queries as registry
from accounts.organizations.forms import CountryField
from accounts.organizations.forms.fields import WeekdaysField
from feedback.invitations.forms.moment import TimeField
from feedback.invitations.models import CalmRule

DAYS = {"gap_days": (1, 400), "relation_gap_days": (1, 800), "reminder_days": (1, 28), "reminders": (0, 2)}


class CalmForm(forms.ModelForm):
    """The limits, and for whom they count: what is left open in all three fields counts for everybody."""

    country = CountryField(empty_label=_("Every country"))
    relation_days = WeekdaysField()
    relation_since = TimeField(label=pgettext_lazy("time of day", "From"))
    relation_until = TimeField(label=pgettext_lazy("time of day", "Until"))
    event_days = WeekdaysField()
    event_since = TimeField(label=pgettext_lazy("time of day", "From"))
    event_until = TimeField(label=pgettext_lazy("time of day", "Until"))

    class Meta:
        model = CalmRule
        fields = (
            "role",
            "segment",
            "country",
            "gap_days",
            "relation_gap_days",
            "relation_days",
            "relation_since",
            "relation_until",
            "event_days",
            "event_since",
            "event_until",
            "reminders",
            "reminder_days",
        )
        help_texts: ClassVar = {
            "gap_days": _("Between any two questions to one person, whoever asks them."),
            "relation_gap_days": _("Between two surveys about the relation as a whole."),
            "reminders": _("Two at most; none if you write 0."),
            "reminder_days": _("After the question, or after the reminder before."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = dict(self.fields)
        fields["segment"].queryset = registry.segments()
        fields["segment"].empty_label = _("Every segment")
        fields["role"].choices = [("", _("Every role")), *fields["role"].choices[1:]]
        for name in ("relation_days", "event_days"):
            fields[name].label = _("Weekdays")
            fields[name].error_messages["required"] = _("Choose at least one weekday: else nobody is ever asked.")
        for name, (least, most) in DAYS.items():
            self.fields[name] = forms.IntegerField(
                label=fields[name].label, min_value=least, max_value=most, help_text=fields[name].help_text
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        values = self.cleaned_data
        gap, relation_gap = values.get("gap_days"), values.get("relation_gap_days")
        if gap and relation_gap and relation_gap < gap:
            self.add_error(
                "relation_gap_days", _("This is a question too: it cannot come sooner than after any other one.")
            )
        if not {"role", "segment", "country"} & set(self.errors):
            scope = {name: values.get(name) for name in ("role", "segment", "country")}
            if CalmRule.objects.filter(**scope).exclude(pk=self.instance.pk).exists():
                raise ValidationError(_("There are limits for these people already. Change those instead."))
        return values
