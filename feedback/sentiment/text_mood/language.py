"""Which language a text is written in: its letters and its small words tell."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .tokens import WORD, Token

_UKRAINIAN, _RUSSIAN = frozenset("іїєґ"), frozenset("ыэъ")
# Endings that only one of the two has.
_UKRAINIAN_ENDINGS = ("ння", "ття", "ють", "ати", "ити")
_RUSSIAN_ENDINGS = ("ние", "тие", "ость", "ает", "яет", "ует", "ают", "яют", "ая", "ое", "ие")
# A letter of one language alone counts twice, an ending half; a third of the other language is a mixture.
_TWICE, _ENDING, _MIXED = 2, 0.5, 0.34
# How much a letter that both languages have speaks for Russian, and from which lean on a text needs no hint.
_SILENT, _SURE = 0.02, 0.5


class Language(NamedTuple):
    """The language a text is mostly in ("und" when nothing tells), and whether it mixes two."""

    name: str
    switched: bool


def detect(tokens: Sequence[Token], frequent: Mapping[str, frozenset[str]], hint: str | None = None) -> Language:
    """Return the language of a cut text; the hint (of the person, then of the organization) decides what the text does not."""
    latin = cyrillic = ukrainian = russian = 0.0
    letters = 0
    for token in tokens:
        if token.kind != WORD:
            continue
        if token.key.isascii():
            latin += 1
        elif _is_cyrillic(token.key[0]):
            cyrillic += 1
            letters += len(token.key)
            speaks = _speaks(token, frequent)
            ukrainian += max(speaks, 0)
            russian += max(-speaks, 0)
    if not cyrillic:
        return Language("en" if latin else hint or "und", switched=False)
    if latin > 3 * cyrillic:
        return Language("en", switched=cyrillic > 1)
    less, more = sorted((ukrainian, russian))
    # Every fourteenth letter of Ukrainian is one of its own, hardly any of Russian: a text without either leans to Russian.
    lean = ukrainian - russian - (_SILENT * letters if more < _TWICE else 0)
    name = "uk" if lean >= 0 else "ru"
    if hint in {"uk", "ru"} and abs(lean) < _SURE:
        name = hint
    return Language(name, switched=less >= _TWICE and less >= _MIXED * more)


def _speaks(token: Token, frequent: Mapping[str, frozenset[str]]) -> float:
    """Return how much a Cyrillic word speaks for Ukrainian (above zero) or for Russian (below)."""
    key, letters = token.key, frozenset(token.key)
    speaks = 0.0
    if letters & _UKRAINIAN or "'" in letters:
        speaks += _TWICE
    elif letters & _RUSSIAN or "ё" in token.text.lower():
        speaks -= _TWICE
    in_ukrainian, in_russian = (key in frequent.get(language, ()) for language in ("uk", "ru"))
    if in_ukrainian != in_russian:
        return speaks + (1 if in_ukrainian else -1)
    if key.endswith(_UKRAINIAN_ENDINGS):
        return speaks + _ENDING
    if key.endswith(_RUSSIAN_ENDINGS) and not letters & _UKRAINIAN:
        return speaks - _ENDING
    return speaks


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u04ff"
