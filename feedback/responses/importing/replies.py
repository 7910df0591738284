"""From a cell to the answer of a question, as the engine takes it: choices by their words in any language or by their ids."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.exchange import cells
from accounts.exchange.cells import BadCell, Wrong
from accounts.exchange.words import fold
from feedback.surveys.document import OTHER, SCORED, WRITTEN, Question, Type, say

LONGEST = 10_000
PARTS = re.compile(r"[;\n|]+")
STEPS = re.compile(r"[;\n|>→]+")  # of a ranking, the first place first
WHOLE = re.compile(r"(\d{1,3})(?:[.,]0+)?\Z", re.ASCII)
PLACE = re.compile(r"\s*\d{1,2}[.)]\s+")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a cell answers; `words` stand beside the choice "other"."""

    value: Any
    words: str = ""


def score(text: str) -> str:
    """Return the digits of a mark, "9" of "9" and "9.0": the engine judges whether the scale has it. Raises BadCell."""
    found = WHOLE.match(cells.line(text, limit=100))
    if not found:
        raise BadCell(Wrong.SCORE)
    return found[1]


def read(question: Question, text: str, month_first: bool) -> Reply:
    """Return the answer; raise BadCell. Whether it is one in the version of that day, the engine judges."""
    if question.type in SCORED:
        return Reply(score(text))
    if question.type in WRITTEN:
        return Reply(cells.paragraph(text, limit=LONGEST))
    match question.type:
        case Type.YES_NO | Type.CONSENT:
            return Reply(cells.yes_or_no(text))
        case Type.NUMBER:
            return Reply(float(cells.number(text)))
        case Type.DATE:
            return Reply(cells.day(text, month_first=month_first).isoformat())
    return _Choices(question).read(cells.paragraph(text, limit=LONGEST))


class _Choices:
    """The choices of a question by everything they may be called."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.exact: dict[str, str] = {}
        self.other: set[str] = set()
        if question.has_other:
            for language in {*question.title, get_language() or ""}:
                with translation.override(language):
                    self.other.add(_plain(_("Other")))
            self.exact |= dict.fromkeys([*self.other, OTHER], OTHER)
        for one in question.choices:
            self.exact |= {_plain(name): one.id for name in (one.id, *one.text.values()) if name}
        loose: dict[str, set[str]] = {}
        for name, id_ in self.exact.items():
            loose.setdefault(fold(name), set()).add(id_)
        self.loose = {name: next(iter(ids)) for name, ids in loose.items() if name and len(ids) == 1}

    def read(self, text: str) -> Reply:
        kind = self.question.type
        if kind in {Type.SINGLE, Type.MATRIX}:
            (value, words), *_rest = self._one(text)
            return Reply(value, words)
        pieces = (STEPS if kind == Type.RANKING else PARTS).split(text)
        if kind == Type.RANKING:
            pieces = [PLACE.sub("", one, count=1) for one in pieces]
        picked = [found for one in pieces if one.strip() for found in self._listed(one)]
        return Reply(
            list(dict.fromkeys(value for value, _words in picked)),
            ", ".join(words for _value, words in picked if words),
        )

    def _listed(self, text: str) -> Iterable[tuple[str, str]]:
        """Return what a text names whole, or else what its parts between commas name, the longest that is known first."""
        if self._known(text):
            return self._one(text)
        parts, at, found = text.split(","), 0, list[tuple[str, str]]()
        while at < len(parts):
            ends = (end for end in range(len(parts), at, -1) if self._known(",".join(parts[at:end])))
            end = next(ends, at + 1)
            found += self._one(",".join(parts[at:end]))
            at = end
        return found

    def _one(self, text: str) -> list[tuple[str, str]]:
        """Return the one choice that a text names, with the words beside "other"."""
        if known := self._known(text):
            return [(known, "")]
        if not self.question.has_other:
            raise BadCell(Wrong.CHOICE, self.named())
        before, colon, after = text.partition(":")
        is_marked = bool(colon) and _plain(before) in self.other
        return [(OTHER, (after if is_marked else text).strip())]

    def _known(self, text: str) -> str | None:
        return self.exact.get(_plain(text)) or self.loose.get(fold(text))

    def named(self) -> str:
        """Return the choices as a remedy names them."""
        return names_of(self.question)


def names_of(question: Question) -> str:
    """Return what may be chosen, in the language of the page."""
    languages = list(dict.fromkeys(key for one in question.choices for key in one.text))
    return "; ".join(say(one.text, get_language() or "", languages) or one.id for one in question.choices)


def gathered(question: Question, replies: Mapping[str, Reply]) -> dict[str, Any]:
    """Return a question's answer as the engine takes it, of a matrix from the replies by row; with its own words."""
    if question.type == Type.MATRIX:
        return {question.id: {row: one.value for row, one in replies.items()}}
    reply = replies[""]
    return {question.id: reply.value} | ({f"{question.id}.{OTHER}": reply.words} if reply.words else {})


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
