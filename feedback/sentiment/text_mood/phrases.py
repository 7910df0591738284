"""Phrases found in a cut text: words of a pattern in a row, `*` ends a prefix, the longest one wins."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from .tokens import EMOJI, NUMBER, WORD, Token, plain, skeleton

Meaning = TypeVar("Meaning")
# A pattern's first word is looked up by so many letters when it is a prefix.
_DOOR = 3


class Phrases(Generic[Meaning]):
    """What patterns mean; spelling that Ukrainian and Russian differ in does not matter."""

    def __init__(self, patterns: Iterable[tuple[str, Meaning]]) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        self._doors: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for pattern, meaning in patterns:
            words = tuple(skeleton(plain(word)) for word in pattern.split())
            if not words or "*" in words:
                continue
            if words[0].endswith("*"):
                self._doors.setdefault(words[0][:-1][:_DOOR], []).append((words, meaning))
            else:
                self._exact.setdefault(words[0], []).append((words, meaning))
        for table in (self._exact, self._doors):
            for found in table.values():
                found.sort(key=lambda pair: (-len(pair[0]), -sum(map(len, pair[0]))))

    def __bool__(self) -> bool:
        return bool(self._exact or self._doors)

    def find(self, tokens: Sequence[Token]) -> list[tuple[int, int, Meaning]]:
        """Return (first, behind the last, meaning) of the phrases in a text; none overlaps another."""
        words = [token.skeleton if token.kind in {WORD, NUMBER, EMOJI} else "" for token in tokens]
        found = []
        free = 0
        for index, word in enumerate(words):
            if index < free or not word:
                continue
            best = self._longest(words, index, word)
            if best:
                free = index + len(best[0])
                found.append((index, free, best[1]))
        return found

    def _longest(self, words: list[str], index: int, word: str) -> tuple[tuple[str, ...], Meaning] | None:
        best = None
        for candidates in (
            self._exact.get(word),
            self._doors.get(word[:_DOOR]),
            self._doors.get(word[: _DOOR - 1]) if len(word) >= _DOOR else None,
        ):
            for pattern, meaning in candidates or ():
                if best and len(pattern) <= len(best[0]):
                    break
                if _matches(pattern, words, index):
                    best = (pattern, meaning)
                    break
        return best


def _matches(pattern: tuple[str, ...], words: list[str], index: int) -> bool:
    if index + len(pattern) > len(words):
        return False
    for offset, expected in enumerate(pattern):
        word = words[index + offset]
        if expected[-1] == "*":
            if not word.startswith(expected[:-1]):
                return False
        elif word != expected:
            return False
    return True
