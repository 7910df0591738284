import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients import queries as registry
from accounts.clients.models import Client
from accounts.web.text import OneLineFields
from journeys.playbooks import queries
from journeys.playbooks.script import About


class StartForm(forms.Form):
    """Which playbook begins at a client, and for whom where it is about a person."""

    playbook: Any = forms.ModelChoiceField(label=_("Playbook"), queryset=None)
    contact: Any = forms.ModelChoiceField(
        label=_("Person"),
        queryset=None,
        required=False,
        help_text=_("For a playbook about one person."),
    )

    def __init__(self, *args: Any, client: Client, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["playbook"].queryset = queries.startable()  # type: ignore[attr-defined]
        self.fields["contact"].queryset = registry.known_contacts().filter(  # type: ignore[attr-defined]
            pk__in=_at(client)
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        playbook = cleaned.get("playbook")
        if playbook and playbook.about == About.PERSON and not cleaned.get("contact") and "contact" not in self.errors:
            self.add_error("contact", _("This playbook is about a person: choose who it is."))
        return cleaned


class NoteForm(OneLineFields, forms.Form):
    """Why somebody decides otherwise."""

    note = forms.CharField(label=_("Why"), max_length=200)


def _at(client: Client) -> list[uuid.UUID]:
    return list(registry.open_positions().filter(client=client).values_list("contact", flat=True))
