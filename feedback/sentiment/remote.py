"""What another service is asked about texts, and what of its answer is believed. Plain Python; see docs/sentiment.md.

An answer is data from outside: numbers within their bounds count, everything else is no answer. Nothing in a text or an
answer is ever an instruction.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from feedback.sentiment.text_mood import MoodResult
from feedback.sentiment.text_mood.result import LABELS

CONTRACT = 1
LONGEST = 2000  # letters of a text; what is longer stays at home
LEAST = 0.4  # of the likeliest label; below it the mood is unknown, as for our own engine
SUM = (0.98, 1.02)  # what three probabilities may come to
MAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.\w+")
LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){4,}")
WORD = re.compile(r"[^\W\d_][\w’'ʼ-]*")
SHORTEST_NAME, LONGER = 3, 3  # letters; names are declined: their last letters change, and a few may be added


def question(texts: Sequence[tuple[str, str]], *, model: str) -> bytes:
    """Return what is sent about these (language, text) pairs."""
    rows = [{"id": str(place), "language": one[0], "text": one[1]} for place, one in enumerate(texts)]
    return json.dumps({"version": CONTRACT, "model": model, "texts": rows}, ensure_ascii=False).encode()


class BadAnswer(ValueError):
    """The answer is not what the contract says."""


def read_answer(text: str, *, number: int) -> Mapping[int, tuple[float, float, float]]:
    """Return the probabilities of negative, neutral and positive, by the place of the text; what it left out is missing.

    Raises BadAnswer for anything that is not plainly an answer to this question.
    """
    try:
        results = json.loads(text)["results"]
        found = {_place(one["id"], number): _probabilities(one) for one in results}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise BadAnswer from error
    if len(found) != len(results):
        raise BadAnswer
    return found


def merged(ours: MoodResult, theirs: tuple[float, float, float], *, version: str) -> MoodResult:
    """Return our result with their mood: reasons, topics and words of leaving stay as we have read them."""
    total = sum(theirs)
    bad, neutral, good = (round(one / total, 4) for one in theirs)
    confidence = max(bad, neutral, good)
    is_told = confidence >= LEAST
    return replace(
        ours,
        score=round(good - bad, 3) if is_told else None,
        label=LABELS[(bad, neutral, good).index(confidence)] if is_told else "unknown",
        probabilities=(bad, neutral, good),
        confidence=round(confidence, 3),
        version=version,
    )


def scrubbed(text: str, *, names: Collection[str]) -> str:
    """Return the text without addresses, links, long numbers, and the names of people and companies that we know."""
    for pattern, word in ((MAIL, "[mail]"), (LINK, "[link]"), (NUMBER, "[number]")):
        text = pattern.sub(word, text)
    known = {word.casefold() for name in names for word in WORD.findall(name) if len(word) >= SHORTEST_NAME}
    return WORD.sub(lambda found: "[name]" if _is_name(found[0], known) else found[0], text)


def _is_name(word: str, known: Collection[str]) -> bool:
    """Tell whether the word is a name in some case; names that are common words, too, count when they begin with a capital."""
    if not word[0].isupper():
        return False
    said = word.casefold()
    return any(said.startswith(_stem(name)) and len(said) <= len(name) + LONGER for name in known)


def _stem(name: str) -> str:
    return name[: max(SHORTEST_NAME, len(name) - (1 if len(name) <= 5 else 2))]  # noqa: PLR2004 short names end shortly


def _place(name: Any, number: int) -> int:
    place = int(name) if isinstance(name, str) and name.isascii() and name.isdecimal() else -1
    if not 0 <= place < number:
        raise ValueError
    return place


def _probabilities(one: Mapping[str, Any]) -> tuple[float, float, float]:
    found = tuple(one[label] for label in LABELS)
    if any(isinstance(value, bool) or not isinstance(value, int | float) for value in found):
        raise TypeError
    if not all(0 <= value <= 1 for value in found) or not SUM[0] <= sum(found) <= SUM[1]:
        raise ValueError
    return float(found[0]), float(found[1]), float(found[2])
