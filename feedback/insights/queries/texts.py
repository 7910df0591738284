"""How single texts sound: what the engine has read in them, and what a colleague has said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from feedback.sentiment.models import Label, MoodCorrection, TextMood
from feedback.sentiment.queries import BY_PRECEDENCE
from feedback.sentiment.text_mood import MoodResult

SURE, FAIRLY = 0.8, 0.6  # of the texts that the engine is so sure of, so many are as it says


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text; a value below zero speaks of a bad mood, None of none."""

    text: str
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """A text with how it sounds; `correction` is what a colleague has said of it, and wins."""

    row: TextMood
    pieces: Sequence[Piece]
    aspects: Sequence[str]
    correction: MoodCorrection | None

    @property
    def label(self) -> str:
        return self.correction.label if self.correction else self.row.label

    @property
    def name(self) -> str:
        return str(Label(self.label).label)

    @property
    def sureness(self) -> str:
        """How sure the engine is: high, medium or low; nothing where it does not know."""
        if self.row.label == Label.UNKNOWN:
            return ""
        return "high" if self.row.confidence >= SURE else "medium" if self.row.confidence >= FAIRLY else "low"


def heard_texts(*, response: Any = None, talk: Any = None) -> list[Heard]:
    """Return how the words of an answer or a talk sound as they stand now, by two statements.

    Of several versions of the engine the last one that has read a text counts.
    """
    place = {"response": response, "interaction": talk}
    rows = TextMood.objects.filter(**place).order_by(*BY_PRECEDENCE)
    newest = {row.part: row for row in rows if row.result and _text_of(row, response, talk)}
    corrections = MoodCorrection.objects.filter(**place, withdrawn_at=None).select_related("by")
    said = {(one.part, one.digest): one for one in corrections}
    return [
        _heard(row, _text_of(row, response, talk), said.get((row.part, row.digest)))
        for _part, row in sorted(newest.items())
    ]


def heard(row: TextMood) -> Heard | None:
    """Return how this text sounds; None if its words were changed or taken back meanwhile."""
    found = heard_texts(response=row.response, talk=row.interaction)
    return next((one for one in found if one.row.part == row.part and one.row.digest == row.digest), None)


def _text_of(row: TextMood, response: Any, talk: Any) -> str:
    text = response.answers.get(row.part) if response else getattr(talk, row.part, "").strip()
    is_same = isinstance(text, str) and sha256(text.encode()).hexdigest() == row.digest
    return text if is_same else ""


def _heard(row: TextMood, text: str, correction: MoodCorrection | None) -> Heard:
    result = MoodResult.read_json(row.result)
    pieces, place = [], 0
    for hit in result.hits:
        pieces += [Piece(text[place : hit.start]), Piece(text[hit.start : hit.end], hit.value)]
        place = hit.end
    pieces.append(Piece(text[place:]))
    return Heard(row, [one for one in pieces if one.text], [one.name for one in result.aspects], correction)
