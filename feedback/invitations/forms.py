"""Clean input for asking a person."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole
from accounts.clients.models import Position
from feedback.invitations import queries
from feedback.surveys.models import Survey


class AskForm(forms.Form):
    """Which survey, as somebody of which client, in which role. `is_meant` is offered once something speaks against it."""

    survey = forms.ModelChoiceField(label=_("Survey"), queryset=Survey.objects.none())
    position = forms.ModelChoiceField(label=_("Client"), queryset=Position.objects.none())
    role = forms.ChoiceField(label=_("Asked as"), choices=BuyerRole.choices)
    is_meant = forms.BooleanField(label=_("Ask all the same"), required=False)

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
