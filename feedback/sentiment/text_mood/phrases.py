"""Phrases found in a cut text: words of a pattern in a row, `*` ends a prefix, the longest one wins."""

from collections.abc import Iterable, Sequence
from typing import Generic, TypeVar

from .tokens import EMOJI, NUMBER, WORD, Token, plain, skeleton

Meaning = TypeVar("Meaning")
# Words whose patterns have been looked up are kept; a language's everyday words fit.
_KEPT = 20_000
# «не» begins hundreds of phrases: they are told apart by so many letters of their second word.
_DOOR = 2


def spelled(tokens: Sequence[Token]) -> list[str]:
    """Return the words of a text as phrases spell them; marks are no words, so no phrase goes over them."""
    return [token.skeleton if token.kind in {WORD, NUMBER, EMOJI} else "" for token in tokens]


class Phrases(Generic[Meaning]):
    """What patterns mean; spelling that Ukrainian and Russian differ in does not matter."""

    def __init__(self, patterns: Iterable[tuple[str, Meaning]]) -> None:
        self._exact: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        self._prefixes: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        for pattern, meaning in patterns:
            words = tuple(skeleton(plain(word)) for word in pattern.split())
            if not words or "" in words or "*" in words:
                continue
            first = words[0]
            table, key = (self._prefixes, first[:-1]) if first[-1] == "*" else (self._exact, first)
            table.setdefault(key, []).append((words, meaning))
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})
        self._kept: dict[str, dict[str, list[tuple[tuple[str, ...], Meaning]]]] = {}

    def find(self, words: Sequence[str]) -> list[tuple[int, int, Meaning]]:
        """Return (first, behind the last, meaning) of the phrases in spelled words; none overlaps another."""
        found = []
        free = 0
        for index, word in enumerate(words):
            if not word or index < free:
                continue
            begun = self._kept.get(word)
            if begun is None:
                begun = self._keep(word)
            if not begun:
                continue
            follows = words[index + 1][:_DOOR] if index + 1 < len(words) else ""
            for pattern, meaning in begun.get(follows) or begun.get("") or ():
                if _goes_on(pattern, words, index):
                    free = index + len(pattern)
                    found.append((index, free, meaning))
                    break
        return found

    def _keep(self, word: str) -> dict[str, list[tuple[tuple[str, ...], Meaning]]]:
        """Return the patterns that begin with a word by the door to their second word, the longest first."""
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        begun = list(self._exact.get(word, ()))
        for length in self._lengths:
            if length > len(word):
                break
            begun += self._prefixes.get(word[:length], ())
        begun.sort(key=lambda pair: (-len(pair[0]), -sum(map(len, pair[0]))))
        doors: dict[str, list[tuple[tuple[str, ...], Meaning]]] = {}
        alone = [one for one in begun if len(one[0]) == 1]
        for one in begun[: len(begun) - len(alone)]:
            doors.setdefault(one[0][1][:_DOOR], []).append(one)
        kept = {door: patterns + alone for door, patterns in doors.items()} | ({"": alone} if alone else {})
        self._kept[word] = kept
        return kept


def _goes_on(pattern: tuple[str, ...], words: Sequence[str], index: int) -> bool:
    """Say whether the words behind the first one are those of the pattern."""
    if index + len(pattern) > len(words):
        return False
    for expected in pattern[1:]:
        index += 1
        if words[index] != expected and not (expected[-1] == "*" and words[index].startswith(expected[:-1])):
            return False
    return True
