"""Whom to ask about what, and when."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole
from accounts.clients.models import Position
from accounts.web.forms import DayField
from feedback.invitations import queries
from feedback.invitations.forms.moment import HeadsUpField, TimeField, moment_of
from feedback.surveys.models import Survey

NOW, CALM, AT = "now", "calm", "at"


class AskForm(forms.Form):
    """Which survey, as somebody of which client, in which role."""

    survey = forms.ModelChoiceField(label=_("Survey"), queryset=Survey.objects.none())
    position = forms.ModelChoiceField(label=_("Client"), queryset=Position.objects.none())
    role = forms.ChoiceField(label=_("Asked as"), choices=BuyerRole.choices)

    def __init__(self, *args: Any, positions: Sequence[Position], **options: Any) -> None:
        super().__init__(*args, **options)
        self.positions = positions
        self.fields["survey"].queryset = queries.askable_surveys()  # type: ignore[attr-defined]
        field: Any = self.fields["position"]
        field.queryset = Position.objects.filter(pk__in=[one.pk for one in positions]).select_related("client")
        field.label_from_instance = lambda position: position.client.name
        if len(positions) == 1:
            field.initial = positions[0].pk
            field.widget = forms.HiddenInput()


class AskByLetterForm(AskForm):
    """And when. `is_meant` is offered once something speaks against it."""

    when = forms.ChoiceField(
        label=_("When"),
        required=False,
        initial=NOW,
        widget=forms.RadioSelect,
        choices=[
            (NOW, _("Now")),
            (CALM, _("As soon as the calm limits and this person’s working hours allow")),
            (AT, _("Not before this moment")),
        ],
    )
    day = DayField(label=_("Day"), required=False)
    time = TimeField(label=_("Time"), required=False, initial=time(9))
    heads_up_days = HeadsUpField()
    is_meant = forms.BooleanField(label=_("Ask all the same"), required=False)

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self._now = now

    def clean(self) -> dict[str, Any]:
        super().clean()
        values = self.cleaned_data
        values["wanted_at"] = self._now
        if values.get("when") != AT or self.errors:
            return values
        if not values["day"] or not values["time"]:
            self.add_error("day" if not values["day"] else "time", _("Say the day and the time."))
            return values
        try:
            zone = self.positions[0].contact.time_zone
            values["wanted_at"] = moment_of(values["day"], values["time"], zone=zone, now=self._now)
        except ValidationError as error:
            self.add_error("day", error)
        return values
