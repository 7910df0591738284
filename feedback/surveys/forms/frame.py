"""Everything that people read besides the questions, and what is promised to them."""

from dataclasses import replace
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.surveys.document import MOST_QUESTIONS, Document, Letter
from feedback.surveys.forms.texts import InLanguage, TranslatedForm
from feedback.surveys.words import LANGUAGES
from feedback.surveys.words.names import FRAME_TEXTS

# Where each text stands in the document, how long it may be, and on how many lines it is written.
TEXTS = {
    "title": (200, 1, _("What people see first on the page, besides the question.")),
    "intro": (1000, 3, _("Why you ask, in a sentence or two.")),
    "thanks": (1000, 3, _("What happens with the answer, and by when.")),
    "letter.subject": (150, 1, _("The letter’s subject: what it is about, not that it is a survey.")),
    "letter.text": (2000, 5, _("The first question follows right below.")),
}
OPTIONAL = {"intro"}


class FrameForm(TranslatedForm):
    """Texts of the page and the letter, languages, and the promise of length and of an answer."""

    spoken = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everything must be written in each of them. Words of a language that you take out are kept."),
    )
    first = forms.ChoiceField(label=_("First language"), help_text=_("For people whose language is none of these."))
    reply_days = forms.IntegerField(
        label=_("Somebody answers within, days"),
        min_value=0,
        max_value=60,
        help_text=_("Stands on the page of thanks. 0 promises nothing."),
    )
    questions_promised = forms.IntegerField(
        label=_("Questions, at most"), min_value=1, max_value=MOST_QUESTIONS, help_text=_("Told in the letter.")
    )
    seconds_promised = forms.IntegerField(
        label=_("Seconds, at most"), min_value=5, max_value=3600, help_text=_("Told in the letter.")
    )

    def __init__(self, *args: Any, document: Document, **options: Any) -> None:
        values: dict[str, Any] = {
            name: getattr(document, name) for name in ("reply_days", "questions_promised", "seconds_promised")
        }
        values |= {"spoken": list(document.languages), "first": document.languages[0]}
        super().__init__(*args, **{**options, "initial": values})
        self.document, self.languages = document, document.languages
        named = {one: LANGUAGES.get(one, one) for one in (*document.languages, *LANGUAGES)}
        for name in ("spoken", "first"):
            self.fields[name].choices = list(named.items())  # type: ignore[attr-defined]
        for place, (longest, rows, hint) in TEXTS.items():
            label, name = FRAME_TEXTS[place], _name(place)
            self.add_texts(name, _texts(document, place), label=label, longest=longest, rows=rows, hint=hint)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        spoken, first = values.get("spoken"), values.get("first")
        if spoken and first not in spoken:
            raise ValidationError({"first": _("Choose one of the survey’s languages.")})
        return values

    def rows(self) -> list[tuple[Any, bool, list[InLanguage]]]:
        """Return every text with its fields: (label, whether it may be empty, fields)."""
        return [(FRAME_TEXTS[place], place in OPTIONAL, self.in_languages(_name(place))) for place in TEXTS]

    def to_document(self) -> Document:
        """Return the document with what was written, its questions as they were shown."""
        values = self.cleaned_data
        spoken = [values["first"], *(one for one in values["spoken"] if one != values["first"])]
        texts = {_name(place): self.texts(_name(place), _texts(self.document, place)) for place in TEXTS}
        return replace(
            self.document,
            languages=tuple(spoken),
            title=texts["title"],
            intro=texts["intro"],
            thanks=texts["thanks"],
            letter=Letter(subject=texts["letter_subject"], text=texts["letter_text"]),
            reply_days=values["reply_days"],
            questions_promised=values["questions_promised"],
            seconds_promised=values["seconds_promised"],
        )


def _name(place: str) -> str:
    return place.replace(".", "_")


def _texts(document: Document, place: str) -> dict[str, str]:
    found: Any = document
    for part in place.split("."):
        found = getattr(found, part)
    return dict(found)
