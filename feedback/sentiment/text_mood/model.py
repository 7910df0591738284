"""The trained model, read by plain Python: figures of the rules and parts of words add up to three log-odds."""

import base64
import math
from collections.abc import Sequence
from functools import cache
from operator import mul
from typing import Any, NamedTuple

from . import building, features
from .sources import BUILT

FILE = BUILT / "model.json.gz"
CLASSES = 3
# Up to the first share of known parts a text is strange and the plain figures answer; from the second on the full model does.
STRANGE, FAMILIAR = 0.5, 0.86
# Words whose parts have been looked up are kept; a language's everyday words fit.
_KEPT = 20_000

Triple = tuple[float, float, float]


class Sum(NamedTuple):
    """What the known parts of a word add to each class, and the square of the length of the known and of all its parts."""

    odds: Triple
    known: float
    square: float


class Answer(NamedTuple):
    """Probabilities of negative, neutral, positive, and how much each word has moved from negative to positive."""

    probabilities: Triple
    moved: list[float]
    known: bool  # whether the corpus has any of the words


class Model:
    """A linear model over figures, words, pairs of words and parts of words.

    Words with their pairs, and parts of words, are each scaled to one length, in which unknown ones count: the less of a text
    the corpus has seen, the less they say beside the rules.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.figures: list[list[float]] = data["figures"]
        self.bias: list[float] = data["bias"]
        self.plain: list[list[float]] = data["plain"]
        self.plain_bias: list[float] = data["plain_bias"]
        self.temperature: float = data["temperature"]
        self.threshold: float = data["threshold"]
        self.version: str = data["version"]
        self.measured: dict[str, Any] = data["measured"]
        self.unknown: float = data["unknown"]
        self._steps: list[float] = data["steps"]
        grams = data["grams"].split("\n") if data["grams"] else []
        self._places = dict(zip(grams, range(len(grams)), strict=True))
        self._rarity: list[float] = [data["rarities"][number] for number in base64.b64decode(data["rarity"])]
        self._weights = memoryview(base64.b64decode(data["weights"])).cast("b")
        self._seen: dict[str, Sum] = {}

    def answer(self, figures: Sequence[float], words: Sequence[str], extra: Triple = (0.0, 0.0, 0.0)) -> Answer:
        """Return the calibrated answer; `extra` is added to the log-odds (what an organization's own words say)."""
        inner = [self._parts(word) for word in words]
        outer = [self._sum(["w " + word]) for word in words]
        pairs = self._sum(["b " + pair for pair in features.pairs(words)])
        spoken, heard = _total([*outer, pairs]), _total(inner)
        length = 1 / (math.sqrt(spoken.square) or 1.0)
        scale = 1 / (math.sqrt(heard.square) or 1.0)
        full = [
            bias + _product(weights, figures) + length * whole + scale * part
            for bias, weights, whole, part in zip(self.bias, self.figures, spoken.odds, heard.odds, strict=True)
        ]
        share = (heard.known / heard.square - STRANGE) / (FAMILIAR - STRANGE) if heard.square else 0.0
        share = min(max(share, 0.0), 1.0)
        plain = [bias + _product(weights, figures) for bias, weights in zip(self.plain_bias, self.plain, strict=True)]
        odds = [
            share * one + (1 - share) * other + more
            for one, other, more in zip(_level(full), _level(plain), extra, strict=True)
        ]
        moved = [
            share * (length * (alone.odds[2] - alone.odds[0]) + scale * (one.odds[2] - one.odds[0]))
            for alone, one in zip(outer, inner, strict=True)
        ]
        known = any(one.known for one, word in zip(outer, words, strict=True) if word[0].isalpha())
        return Answer(_softmax(odds, self.temperature), moved, known)

    def _parts(self, word: str) -> Sum:
        found = self._seen.get(word)
        if found is None:
            if len(self._seen) >= _KEPT:
                self._seen.clear()
            found = self._seen[word] = self._sum(features.parts(word))
        return found

    def _sum(self, grams: Sequence[str]) -> Sum:
        bad = neutral = good = known = square = 0.0
        for gram in grams:
            place = self._places.get(gram)
            if place is None:
                square += self.unknown * self.unknown
                continue
            rarity = self._rarity[place]
            known += rarity * rarity
            place *= CLASSES
            bad += self._weights[place]
            neutral += self._weights[place + 1]
            good += self._weights[place + 2]
        steps = self._steps
        return Sum((bad * steps[0], neutral * steps[1], good * steps[2]), known, square + known)


@cache
def built() -> Model:
    """Return the model that is shipped, read once a process."""
    return Model(building.read(FILE))


def _total(sums: Sequence[Sum]) -> Sum:
    bad = neutral = good = known = square = 0.0
    for odds, one_known, one_square in sums:
        bad += odds[0]
        neutral += odds[1]
        good += odds[2]
        known += one_known
        square += one_square
    return Sum((bad, neutral, good), known, square)


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(map(mul, one, other))


def _level(odds: Sequence[float]) -> list[float]:
    """Return log-probabilities, so that odds of two models can be added."""
    top = max(odds)
    total = top + math.log(sum(math.exp(value - top) for value in odds))
    return [value - total for value in odds]


def _softmax(odds: Sequence[float], temperature: float) -> Triple:
    top = max(odds)
    bad, neutral, good = (math.exp((value - top) / temperature) for value in odds)
    total = bad + neutral + good
    return bad / total, neutral / total, good / total
