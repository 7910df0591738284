from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import Asking
from accounts.clients.forms import TypedTimeZoneField
from accounts.clients.models import Client, Contact
from accounts.web.text import OneLineFields
from feedback.personal_line.queries import Visit
from feedback.responses.forms import ColleagueForm


class AtClient(forms.Form):
    """At which of their clients the person speaks, where they work at several."""

    client = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, visit: Visit, **options: Any) -> None:
        super().__init__(*args, **options)
        self._clients = {str(one.client_id): one.client for one in visit.places}
        self.fields["client"].choices = [(key, one.name) for key, one in self._clients.items()]  # type: ignore[attr-defined]

    @property
    def has_choice(self) -> bool:
        return len(self._clients) > 1

    @property
    def chosen(self) -> Client | None:
        """Return the client that was chosen, else the first."""
        return self._clients.get(self.cleaned_data["client"]) or next(iter(self._clients.values()), None)


class NoteForm(AtClient):
    """What the person writes. `key` is the page's own, so that a double click is one note."""

    text = forms.CharField(
        max_length=2000,
        error_messages={
            "required": _("Please write something first."),
            "max_length": _("This is too long: 2,000 characters fit. Your words are still here."),
        },
    )
    key = forms.RegexField(r"^[0-9a-f]{32}$")


class NamesColleague(AtClient, ColleagueForm):
    """Who should be asked instead, and at which client."""


class TalkForm(OneLineFields, forms.ModelForm):
    """How to talk to the person, in their own words."""

    time_zone = TypedTimeZoneField()

    class Meta:
        model = Contact
        fields = ("salutation", "language", "time_zone", "talk_card")
        widgets: ClassVar = {"talk_card": forms.Textarea(attrs={"rows": 4})}


class AskingForm(forms.Form):
    """How the person wants to be asked."""

    asking = forms.ChoiceField(choices=Asking.choices, widget=forms.RadioSelect)
