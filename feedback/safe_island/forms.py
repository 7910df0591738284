from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client
from accounts.organizations.models import Employee

MOST_LETTERS = 10_000
TOO_LONG = _("This is too long: 10,000 characters fit. Your words are still here.")
NAMED, NAMELESS = "named", "nameless"


class WordsForm(forms.Form):
    """What somebody says. `key` is the page's own, so that a double click says it once."""

    text = forms.CharField(
        label=_("Your words"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 6}),  # no draft of it stays in the browser
        error_messages={"required": _("Please write something first."), "max_length": TOO_LONG},
    )
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)


class LetterForm(WordsForm):
    """A new letter: at which client its writer works, where they work at several, and whether they say who they are."""

    client = forms.ChoiceField(required=False)
    name = forms.ChoiceField(choices=[(NAMED, NAMED), (NAMELESS, NAMELESS)], required=False)

    def __init__(self, *args: Any, clients: Sequence[Client], **options: Any) -> None:
        super().__init__(*args, **options)
        self._clients = {str(one.pk): one for one in clients}
        self.fields["client"].choices = [(key, one.name) for key, one in self._clients.items()]  # type: ignore[attr-defined]

    @property
    def has_choice(self) -> bool:
        return len(self._clients) > 1

    @property
    def chosen(self) -> Client | None:
        """Return the client that was chosen, else the first."""
        return self._clients.get(self.cleaned_data["client"]) or next(iter(self._clients.values()), None)

    @property
    def is_nameless(self) -> bool:
        return bool(self.cleaned_data["name"] == NAMELESS)


class TellForm(forms.Form):
    """What the writer lets us tell others, in their words."""

    words = forms.CharField(
        max_length=500,
        error_messages={
            "required": _("Please write something first."),
            "max_length": _("This is too long: 500 characters fit. Your words are still here."),
        },
    )


class ReadersForm(forms.Form):
    """Who of top management reads."""

    people = forms.ModelMultipleChoiceField(
        label=_("These people read"),
        queryset=Employee.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("At least one person must read what is written.")},
    )

    def __init__(self, *args: Any, leaders: Sequence[Employee], **options: Any) -> None:
        super().__init__(*args, **options)
        ids = [one.pk for one in leaders]
        self.fields["people"].queryset = Employee.objects.filter(pk__in=ids).order_by("name", "pk")  # type: ignore[attr-defined]
