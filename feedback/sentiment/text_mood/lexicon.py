"""What the words of the three languages weigh: one look-up a word."""

from collections.abc import Sequence
from functools import cache

from . import building
from .phrases import Phrases
from .tokens import Token, plain, skeleton

# Below this a skeleton of letters means too many words: «день» would be «дно».
_SKELETON = 5
_LONG = building.STEM + 1
_BY_STEM = 0.8
_SEVERAL = 2
# What a prefix makes of the word behind it: «незручний», «найзручніший», «наилучший».
_PREFIXES = {"не": -0.7, "най": 1.2, "наи": 1.2}


class Lexicon:
    """The built language data, ready for look-ups."""

    def __init__(self, data: dict) -> None:
        self.forms = {language: _spread(groups) for language, groups in data["forms"].items()}
        self._stems = {word: value for groups in data["stems"].values() for word, value in _spread(groups).items()}
        cyrillic = self.forms["ru"] | self.forms["uk"]
        keys = "\n".join(cyrillic)
        self._skeletons = {
            key: value
            for key, value in zip(skeleton(keys).split("\n"), cyrillic.values(), strict=True)
            if len(key) >= _SKELETON and key not in cyrillic
        }
        self.rude = frozenset(data["rude"].split())
        self.surzhyk = frozenset(data["surzhyk"].split())
        self.phrases: Phrases[float] = Phrases(data["phrases"])
        self.aspects: Phrases[str] = Phrases(data["aspects"])
        self.signals: Phrases[str] = Phrases(data["signals"])
        self.negators = {skeleton(plain(word)) for word in data["negators"]}
        self.intensifiers = {skeleton(plain(word)): factor for word, factor in data["intensifiers"].items()}
        self.contrast = {skeleton(plain(word)) for word in data["contrast"]}
        self.frequent = {language: frozenset(words) for language, words in data["frequent"].items()}
        self.emoji = data["emoji"]
        self.version = data["sources"]

    def valence(self, token: Token, language: str) -> float | None:
        """Return what a word weighs, by its own language first; none when no language knows it."""
        key = token.key
        if key.isascii():
            value = self.forms["en"].get(key)
            return self.forms["en"].get(_doubled(token.text)) if value is None and token.stretched else value
        first, second = ("ru", "uk") if language == "ru" else ("uk", "ru")
        value = self.forms[first].get(key)
        if value is None:
            value = self.forms[second].get(key)
        if value is None and len(token.skeleton) >= _SKELETON:
            value = self._skeletons.get(token.skeleton)
        if value is None and len(key) >= _LONG:
            value = self._by_stem(key)
        return self._by_prefix(key) if value is None else value

    def _by_prefix(self, key: str) -> float | None:
        for prefix, factor in _PREFIXES.items():
            if key.startswith(prefix) and len(key) - len(prefix) >= _SKELETON:
                rest = key[len(prefix) :]
                value = self.forms["uk"].get(rest) or self.forms["ru"].get(rest)
                return value * factor if value else None
        return None

    def mixes(self, tokens: Sequence[Token]) -> bool:
        """Say whether a Ukrainian text has words of surzhyk, or several that only Russian has."""
        russian = 0
        for token in tokens:
            if token.key in self.surzhyk:
                return True
            russian += token.key in self.forms["ru"] and token.key not in self.forms["uk"]
        return russian >= _SEVERAL

    def _by_stem(self, key: str) -> float | None:
        for end in range(len(key) - 1, building.STEM - 1, -1):
            value = self._stems.get(key[:end])
            if value is not None:
                return value * _BY_STEM
        return None


@cache
def built() -> Lexicon:
    """Return the lexicon that is shipped, read once a process."""
    return Lexicon(building.read(building.FILE))


def _spread(groups: dict[str, str]) -> dict[str, float]:
    table: dict[str, float] = {}
    for value, words in groups.items():
        table.update(dict.fromkeys(words.split(" "), float(value)))
    return table


def _doubled(word: str) -> str:
    """Return «goood» as «good»."""
    kept = ""
    for letter in word.lower():
        if kept[-2:] != letter * 2:
            kept += letter
    return kept
