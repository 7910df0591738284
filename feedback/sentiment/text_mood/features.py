"""What the model sees of a text: figures of the rules, and the words and the parts of words themselves."""

import math
from collections.abc import Sequence

from .lexicon import Lexicon
from .rules import Found, compound, has_question
from .tokens import EMOJI, FACE, MARK, NUMBER, WORD, Token

FIGURES = (
    "compound", "strength", "good", "bad", "goods", "bads", "best", "worst", "last", "first", "phrase", "faces", "own",
    "unheard", "negators", "contrast", "question", "exclamation", "numbers", "length", "short", "signals", "rude", "stretched",
    "silent", "uk", "ru", "en",
)  # fmt: skip
# What speaks of a mood wherever people write; the other figures know the talk of the corpus.
PLAIN = ("compound", "strength", "good", "bad", "goods", "bads")
LENGTHS = (2, 3, 4, 5)
SHORT = 3


def figures(
    tokens: Sequence[Token], hits: Sequence[Found], lexicon: Lexicon, language: str, signals: int,
) -> list[float]:  # fmt: skip
    """Return the figures that the rules give, in the order of FIGURES, each about −1…1."""
    values = [hit.value for hit in hits]
    good = sum(value for value in values if value > 0)
    bad = -sum(value for value in values if value < 0)
    goods = sum(value > 0 for value in values)
    score = compound(hits)
    words = [token for token in tokens if token.kind == WORD]
    marks = [token.text for token in tokens if token.kind == MARK]
    return [
        score,
        abs(score),
        good / (good + 3),
        bad / (bad + 3),
        min(goods, 4) / 4,
        min(len(values) - goods, 4) / 4,
        max(values, default=0.0) / 4,
        min(values, default=0.0) / 4,
        values[-1] / 4 if values else 0.0,
        values[0] / 4 if values else 0.0,
        math.tanh(sum(hit.value for hit in hits if hit.rule.startswith("phrase")) / 3),
        math.tanh(sum(hit.value for hit in hits if hit.rule.startswith(("emoji", "face"))) / 3),
        math.tanh(sum(hit.value for hit in hits if hit.rule.startswith("own")) / 2),
        min(sum(hit.rule == "negation" for hit in hits), 3) / 3,
        min(sum(word.skeleton in lexicon.negators for word in words), 3) / 3,
        float(any(word.skeleton in lexicon.contrast for word in words)),
        float(has_question(tokens)),
        min(sum(mark.count("!") for mark in marks), 3) / 3,
        min(sum(token.kind == NUMBER for token in tokens), 3) / 3,
        min(len(words), 40) / 40,
        float(len(words) <= SHORT),
        min(signals, 2) / 2,
        float(any(word.key in lexicon.rude for word in words)),
        float(any(word.stretched for word in words)),
        float(not hits),
        float(language == "uk"),
        float(language == "ru"),
        float(language == "en"),
    ]


def word(token: Token) -> str:
    """Return a token as the model reads it: all numbers are one, so are repeated marks; nothing for what it passes over."""
    if token.kind in {WORD, EMOJI, NUMBER}:
        return token.skeleton
    return token.text[0] if token.kind in {MARK, FACE} and token.text[0] in "!?()" else ""


def parts(word: str) -> list[str]:
    """Return the parts of a word, its edges marked, so that a part at an edge is another one than inside."""
    if not word[0].isalpha():
        return []
    edged = f"<{word}>"
    return [edged[start : start + length] for length in LENGTHS for start in range(len(edged) - length + 1)]


def pairs(seen: Sequence[str]) -> list[str]:
    return [f"{one} {other}" for one, other in zip(["^", *seen], [*seen, "$"], strict=True)]
