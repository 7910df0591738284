"""Which language a text is written in: its letters and its small words tell."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .tokens import WORD, Token

_UKRAINIAN, _RUSSIAN = frozenset("іїєґ"), frozenset("ыэъ")
# Endings that only one of the two has.
_UKRAINIAN_ENDINGS = ("ння", "ття", "ють", "ить", "ати", "ити")
_RUSSIAN_ENDINGS = ("ние", "тие", "ость", "ает", "яет", "ует", "ают", "яют", "ая", "ое", "ие", "ать", "еть")
_MIXED = 0.34


class Language(NamedTuple):
    """The language a text is mostly in ("und" when nothing tells), and whether it mixes two."""

    name: str
    switched: bool


def detect(tokens: Sequence[Token], frequent: Mapping[str, frozenset[str]], hint: str | None = None) -> Language:
    """Return the language of a cut text; the hint (of the person, then of the organization) decides what the text does not."""
    latin = cyrillic = ukrainian = russian = 0
    only_ukrainian, only_russian = frequent.get("uk", frozenset()), frequent.get("ru", frozenset())
    for token in tokens:
        if token.kind != WORD:
            continue
        key = token.key
        if key.isascii():
            latin += 1
            continue
        if not _is_cyrillic(key[0]):
            continue
        cyrillic += 1
        letters = frozenset(key)
        if letters & _UKRAINIAN or "'" in letters:
            ukrainian += 2
        elif letters & _RUSSIAN or "ё" in token.text.lower():
            russian += 2
        in_ukrainian, in_russian = key in only_ukrainian, key in only_russian
        if in_ukrainian != in_russian:
            ukrainian += in_ukrainian
            russian += in_russian
        elif key.endswith(_RUSSIAN_ENDINGS):
            russian += 0 if letters & _UKRAINIAN else 0.5
        elif key.endswith(_UKRAINIAN_ENDINGS):
            ukrainian += 0.5
    if not cyrillic:
        return Language("en" if latin else hint or "und", switched=False)
    if latin > 3 * cyrillic:
        return Language("en", switched=cyrillic > 1)
    name = "uk" if ukrainian > russian else "ru" if russian > ukrainian else hint if hint in {"uk", "ru"} else "uk"
    less, more = sorted((ukrainian, russian))
    return Language(name, switched=less >= 2 and less >= _MIXED * more)


def _is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u04ff"
