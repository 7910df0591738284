"""Fields that are written once in every language of the survey."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField

from feedback.surveys.document import Texts
from feedback.surveys.words import LANGUAGES


class InLanguage(NamedTuple):
    """The field of one text in one language."""

    language: str
    name: Any
    field: BoundField


class TranslatedForm(forms.Form):
    """A form whose texts have one field for each language: "title_uk", "title_en"."""

    languages: Sequence[str]

    def add_texts(self, name: str, texts: Texts, *, label: Any, longest: int, rows: int = 1, hint: Any = "") -> None:
        """Add the fields of one text. Nothing is required while a draft is written: the checks before a launch ask for it."""
        widget: type[forms.Widget] = forms.Textarea if rows > 1 else forms.TextInput
        attributes = {"rows": rows} if rows > 1 else {}
        for language in self.languages:
            self.fields[f"{name}_{language}"] = forms.CharField(
                label=label,
                required=False,
                max_length=longest,
                initial=texts.get(language, ""),
                help_text=hint if language == self.languages[0] else "",
                widget=widget(attrs={**attributes, "lang": language}),
            )

    def texts(self, name: str, before: Texts) -> dict[str, str]:
        """Return what was written; languages that the survey no longer has keep their words."""
        kept = {language: text for language, text in before.items() if language not in self.languages}
        written = {language: self.cleaned_data.get(f"{name}_{language}", "") for language in self.languages}
        return {language: text for language, text in (kept | written).items() if text}

    def in_languages(self, name: str) -> list[InLanguage]:
        """Return the fields of one text, for the page."""
        return [InLanguage(one, LANGUAGES.get(one, one), self[f"{name}_{one}"]) for one in self.languages]
