"""A form that shows every kind of field."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.web.forms import DayField
from feedback.interactions.forms import FACES, FaceSelect


class ExampleForm(forms.Form):
    """One field of each kind; filled with EXAMPLE it shows how errors look."""

    person = forms.CharField(label=_("Full name"), max_length=80)
    address = forms.EmailField(
        label=_("Work e-mail"),
        error_messages={"invalid": _("That looks like half an address. Add the ending, for example nordwerk.example.")},
    )
    role = forms.ChoiceField(
        label=_("Role in the decision"),
        choices=[
            ("", _("Choose a role")),
            ("economic", _("Economic buyer")),
            ("technical", _("Technical buyer")),
            ("end_user", _("End user")),
        ],
        error_messages={"required": _("The role decides which questions this person gets.")},
    )
    mood = forms.ChoiceField(
        label=_("How the talk felt"),
        required=False,
        widget=FaceSelect,
        choices=[*((str(score), face.label) for face, score in FACES.items()), ("", pgettext_lazy("mood", "No idea"))],
    )
    promised = DayField(label=_("Promised by"), required=False)
    share = forms.IntegerField(label=_("People asked"), required=False, help_text=_("Leave empty to ask everybody."))
    note = forms.CharField(label=_("What happened"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    channels = forms.MultipleChoiceField(
        label=_("How to reach them"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[("phone", _("By phone")), ("mail", _("By e-mail"))],
    )
    quiet = forms.BooleanField(label=_("Quiet: only I and the CEO see this"), required=False)

    EXAMPLE: ClassVar = {"person": "Jonas Keller", "address": "jonas@nordwerk", "quiet": "on", "channels": ["phone"]}
