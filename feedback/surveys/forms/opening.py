from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole
from accounts.web.forms import DayField


class OpenLinkForm(forms.Form):
    """For whom the open link is, and until when."""

    role = forms.ChoiceField(label=_("Who comes"), required=False, choices=[("", _("Anybody")), *BuyerRole.choices])
    until = DayField(label=_("Up to and including"), required=False)
