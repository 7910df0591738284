"""Clean input for a mood that is set by hand, and for an organization's own words."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole
from accounts.clients.models import Contact, Position
from accounts.web.text import OneLineFields
from feedback.interactions.forms import FACES, FaceSelect
from feedback.sentiment.models import Aspect, LexiconEntry

SOUNDS = (
    (Decimal("-3.0"), _("Very bad")),
    (Decimal("-1.5"), _("Bad")),
    (Decimal("0.0"), _("Nothing: it says no mood")),
    (Decimal("1.5"), _("Good")),
    (Decimal("3.0"), _("Very good")),
)
WORDS = re.compile(r"[^\W_][\w’'ʼ-]*(?: [^\W_][\w’'ʼ-]*){0,4}\*?")
SHORTEST_BEGINNING = 3  # letters before the star


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


class WordForm(OneLineFields, forms.ModelForm):
    """A word or a few, in one language or in all, and how it sounds here."""

    valence = forms.TypedChoiceField(label=_("How it sounds here"), coerce=Decimal, choices=SOUNDS)
    aspect = forms.ChoiceField(
        label=_("What it is about"), required=False, choices=[("", _("Nothing in particular")), *Aspect.choices]
    )

    class Meta:
        model = LexiconEntry
        fields = ("pattern", "language", "valence", "aspect")
        help_texts: ClassVar = {
            "pattern": _("One word, or up to five. A star at the end stands for every ending: “delay*”."),
            "language": _("Leave it open for a name or a term that all of them use."),
        }

    def clean_pattern(self) -> str:
        pattern = " ".join(self.cleaned_data["pattern"].casefold().split())
        if not WORDS.fullmatch(pattern):
            raise ValidationError(_("Write words with blanks between them, five at most, and a star only at the end."))
        if pattern.endswith("*") and len(pattern.split()[-1]) <= SHORTEST_BEGINNING:
            raise ValidationError(_("Before the star there are three letters at least: else too many words begin so."))
        return pattern


class TryForm(forms.Form):
    """A sentence to be tried."""

    text = forms.CharField(
        label=_("Try a sentence"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
