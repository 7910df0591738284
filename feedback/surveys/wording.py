"""Answers in words, in the language of whoever reads them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.web import formats
from feedback.surveys.document import CHOSEN, OTHER, Choice, Document, Question, Type, say
from feedback.surveys.recall import fill


def said(document: Document, answers: Mapping[str, Any], *, language: str) -> list[tuple[Question, str, list[str]]]:
    """Return what one person answered: each question that was answered, its title, and the answer in lines."""
    reader = Reader(language, document.languages)
    return [
        (question, reader.title(question), reader.answer(question, answers))
        for question in document.questions
        if answers.get(question.id) is not None
    ]


class Reader:
    """The words of a survey in the language of whoever reads its answers."""

    def __init__(self, language: str, languages: Sequence[str]) -> None:
        self.language, self.languages = language, languages

    def say(self, texts: Mapping[str, str]) -> str:
        """Return a text of the survey as it reads where nothing is known of anybody."""
        return fill(say(texts, self.language, self.languages), {})

    def title(self, question: Question) -> str:
        return self.say(question.title) or question.id

    def choice(self, choices: Sequence[Choice], value: str) -> str:
        if value == OTHER and not any(one.id == OTHER for one in choices):
            return _("Other")
        return next((self.say(one.text) for one in choices if one.id == value), "") or value

    def named(self, question: Question, value: str) -> str:
        """Return one value of an answer in words: a choice by its text, a tick as yes or no, anything else as it is."""
        if question.type in {Type.YES_NO, Type.CONSENT}:
            return {"true": _("Yes"), "false": _("No")}.get(value, value)
        return self.choice(question.choices, value) if value and question.type in CHOSEN else value

    def answer(self, question: Question, answers: Mapping[str, Any]) -> list[str]:
        """Return the answer to a question in lines, one for each choice or row."""
        value = answers[question.id]
        if question.scale and not isinstance(value, bool | str):
            return [_("%(mark)s of %(last)s") % {"mark": value, "last": question.scale[1]}]
        words = self._words(question, answers)
        return [f"{place}. {one}" for place, one in enumerate(words, 1)] if question.type == Type.RANKING else words

    def within(self, question: Question, answers: Mapping[str, Any]) -> str:
        """Return the answer as it stands inside a sentence: "9", "yes", "Papers, Speed"; "" where there is none."""
        value = answers.get(question.id)
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return ", ".join(self._words(question, answers, inside=True))

    def _words(self, question: Question, answers: Mapping[str, Any], *, inside: bool = False) -> list[str]:
        value = answers[question.id]
        match value:
            case bool():
                return [_("Yes") if value else _("No")]
            case dict():
                rows = [(self.say(one.text) or one.id, value[one.id]) for one in question.rows if one.id in value]
                return [f"{row}: {self.choice(question.choices, chosen)}" for row, chosen in rows]
            case int() | float():
                return [formats.number(value)]
        if question.type in CHOSEN:
            own = answers.get(f"{question.id}.{OTHER}")
            chosen = value if isinstance(value, list) else [value]
            labels = [self.choice(question.choices, one) for one in chosen]
            if own and OTHER in chosen:
                at = chosen.index(OTHER)
                labels[at] = own if inside else f"{labels[at]}: {own}"
            return labels
        return [formats.day(date.fromisoformat(value)) if question.type == Type.DATE else value]
