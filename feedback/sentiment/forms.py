"""Clean input for a mood that is set by hand."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole
from accounts.clients.models import Contact, Position
from accounts.web.text import OneLineFields
from feedback.interactions.forms import FACES, FaceSelect


class MarkForm(OneLineFields, forms.Form):
    """How somebody of the client feels, and why one believes so."""

    mood = forms.TypedChoiceField(
        label=_("How are they?"),
        coerce=int,
        widget=FaceSelect,
        choices=[(str(score), face.label) for face, score in FACES.items()],
    )
    contact = forms.ChoiceField(label=_("Who"), required=False)
    role = forms.ChoiceField(
        label=_("As whom"),
        required=False,
        choices=[("", _("By the person’s own role")), *BuyerRole.choices],
        help_text=_("Where you know only the role, choose the role and no person."),
    )
    note = forms.CharField(label=_("Why do you think so?"), required=False, max_length=500)

    def __init__(self, *args: Any, positions: Sequence[Position], **options: Any) -> None:
        super().__init__(*args, **options)
        self._positions = {str(one.contact_id): one for one in positions}
        people = [(key, one.contact.name) for key, one in self._positions.items()]
        self.fields["contact"].choices = [("", _("Nobody in particular")), *people]  # type: ignore[attr-defined]

    @property
    def person(self) -> Contact | None:
        """Return the person who was chosen."""
        chosen = self._positions.get(self.cleaned_data["contact"])
        return chosen.contact if chosen else None
