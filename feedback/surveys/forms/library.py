from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole, Stage


class LibraryFilter(forms.Form):
    """Which questions of the library are shown."""

    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("Every stage")), *Stage.choices])
    role = forms.ChoiceField(label=_("Buyer role"), required=False, choices=[("", _("Every role")), *BuyerRole.choices])
