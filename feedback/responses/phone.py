"""A survey as a form for whoever asks by phone: all its questions at once, under the words that are read aloud.

The form only draws and keeps what was typed; the engine says what is an answer, and leaves out what was not to be asked.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from feedback.responses.controls import fault_in_words
from feedback.responses.forms import field_names
from feedback.surveys.document import OTHER, SCORED, WRITTEN, Choice, Document, Question, Type, say
from feedback.surveys.runner import Fault


class PhoneForm(forms.Form):
    """One field for each thing to be said, named as on the answer page."""

    def __init__(self, *args: Any, document: Document, language: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.document, self.language = document, language
        for question in document.questions:
            for name in field_names(question) if question.type != Type.INFORMATION else ():
                self.fields[name] = self._field(question, name)

    def accuse(self, faults: Mapping[str, Fault]) -> None:
        """Say at each question what is wrong with its answer."""
        for question in self.document.questions:
            if fault := faults.get(question.id):
                self.add_error(field_names(question)[0], fault_in_words(fault, question))

    def _field(self, question: Question, name: str) -> forms.Field:
        title, part = self._say(question.title), name.partition(".")[2]
        common: dict[str, Any] = {"label": title, "required": False, "help_text": self._say(question.help)}
        if part == OTHER:
            return forms.CharField(label=_("In their own words"), required=False)
        if question.type == Type.MATRIX:
            row = next(one for one in question.rows if one.id == part)
            return self._radios(question.choices, {**common, "label": f"{title} {self._say(row.text)}"})
        if question.type == Type.RANKING:
            label = next(self._say(one.text) for one in question.choices if one.id == part)
            return forms.IntegerField(**{**common, "label": f"{title} {label}"}, min_value=1)
        if question.type in SCORED and question.scale:
            marks = [(str(one), str(one)) for one in range(question.scale[0], question.scale[1] + 1)]
            return forms.ChoiceField(**common, choices=marks, widget=forms.RadioSelect)
        if question.type == Type.SINGLE:
            return self._radios(question.choices, common, has_other=question.has_other)
        if question.type == Type.MULTIPLE:
            choices = self._choices(question.choices, has_other=question.has_other)
            return forms.MultipleChoiceField(**common, choices=choices, widget=forms.CheckboxSelectMultiple)
        return self._plain(question, common)

    def _plain(self, question: Question, common: dict[str, Any]) -> forms.Field:
        if question.type in {Type.YES_NO, Type.CONSENT}:
            return forms.ChoiceField(**common, choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect)
        if question.type == Type.DATE:
            return forms.CharField(**common, widget=forms.DateInput(attrs={"type": "date"}))
        if question.type in WRITTEN:
            is_long = question.type == Type.LONG_TEXT
            return forms.CharField(**common, widget=forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput())
        return forms.CharField(**common, widget=forms.TextInput(attrs={"inputmode": "decimal"}))

    def _radios(
        self, choices: tuple[Choice, ...], common: dict[str, Any], *, has_other: bool = False
    ) -> forms.ChoiceField:
        return forms.ChoiceField(
            **common, choices=self._choices(choices, has_other=has_other), widget=forms.RadioSelect
        )

    def _choices(self, choices: tuple[Choice, ...], *, has_other: bool) -> list[tuple[str, str]]:
        return [(one.id, self._say(one.text)) for one in choices] + ([(OTHER, _("Other"))] if has_other else [])

    def _say(self, texts: Mapping[str, str]) -> str:
        return say(texts, self.language, self.document.languages)
