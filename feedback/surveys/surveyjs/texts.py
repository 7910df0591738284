"""The texts of SurveyJS: one text, or one for each language beside the "default"."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from feedback.surveys.foreign import Losses, Lost, cut, words_of
from feedback.surveys.surveyjs.recalling import incoming, outgoing
from feedback.surveys.surveyjs.words import DEFAULT, LANGUAGES_IN, OWN


class Languages:
    """Which languages the survey speaks, found out while its texts are read."""

    def __init__(self, data: Mapping[str, Any], *, languages: Sequence[str], losses: Losses) -> None:
        self.allowed, self.losses = languages, losses
        locale = self.known(data.get("locale"))
        self.first = locale or languages[0]
        own = data.get(OWN)
        told = own.get("languages") if isinstance(own, Mapping) else None
        self.told = [one for one in told if one in languages] if isinstance(told, list) else []
        recalled = own.get("recall") if isinstance(own, Mapping) else None
        self.recalled = recalled if isinstance(recalled, Mapping) else {}
        self.names: Mapping[str, str] = {}  # the ids of questions by their folded names
        self.seen = {self.first}

    def found(self) -> list[str]:
        """Return the survey's languages, the one that others fall back to first."""
        wanted = [one for one in self.told if isinstance(one, str)]
        return list(dict.fromkeys([self.first, *wanted, *(one for one in self.allowed if one in self.seen)]))

    def known(self, code: Any) -> str:
        """Return our code of a language that the organization writes in; note any other one as lost."""
        if not isinstance(code, str) or not code:
            return ""
        ours = LANGUAGES_IN.get(code, code)
        ours = ours if ours in self.allowed else re.split("[-_]", ours)[0].lower()
        if ours not in self.allowed:
            self.losses.note("", Lost.LANGUAGE, language=code)
            return ""
        return ours

    def texts(self, data: Any, place: str, *, else_: str = "") -> dict[str, str]:
        """Return the texts by language; `else_` is what SurveyJS shows where none is given at all."""
        if data is None:
            data = else_
        given = data if isinstance(data, Mapping) else {DEFAULT: data}
        found = {}
        for code, text in given.items():
            language = self.first if code == DEFAULT else self.known(code)
            if language and isinstance(text, str | int | float) and not isinstance(text, bool):
                words = self._recalling(cut(_plain(text), place, self.losses), place)
                if words and (code == DEFAULT or language not in found or language != self.first):
                    found[language] = words
        self.seen |= found.keys()
        return found

    def plain(self, data: Any, place: str) -> dict[str, str]:
        """Return the texts of HTML without its tags."""
        given = data if isinstance(data, Mapping) else {DEFAULT: data}
        words = {code: words_of(html) for code, html in given.items() if isinstance(html, str)}
        if any(is_marked_up for _text, is_marked_up in words.values()):
            self.losses.note(place, Lost.MARKUP)
        return self.texts({code: text for code, (text, _marks) in words.items()}, place)

    def _recalling(self, text: str, place: str) -> str:
        """Return the text with what it recalls as ours is written: the one that it was made of, if the file tells."""
        ours = self.recalled.get(text)
        if isinstance(ours, str) and outgoing(ours) == text:
            return cut(ours, place, self.losses)
        return cut(incoming(text, self.names, self.losses, place), place, self.losses)


def _plain(text: str | float) -> str:
    if isinstance(text, str):
        return text
    return repr(text) if abs(text) < 10**15 else ""
