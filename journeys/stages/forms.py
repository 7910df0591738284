from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import Stage


class StageForm(forms.Form):
    """Where the client stands from now on."""

    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
