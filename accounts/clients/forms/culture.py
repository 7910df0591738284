"""What an organization says about a country."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.models import CultureCard
from accounts.web.forms import LongText


class CultureCardForm(forms.ModelForm):
    """How people there talk, decide and celebrate, and what to avoid."""

    class Meta:
        model = CultureCard
        fields = ("talk", "decide", "avoid", "celebrate", "sources")
        help_texts: ClassVar = {
            "talk": _("What helps in calls and letters, for example: more calls, the lead takes part."),
            "sources": _("Books, articles, own experience: so that colleagues can judge the advice."),
        }
        widgets: ClassVar = {
            **{name: LongText(attrs={"rows": "4"}) for name in ("talk", "decide", "avoid", "celebrate")},
            "sources": forms.Textarea(attrs={"rows": 2}),
        }
