"""The forms of a word by our own rules of each language: generous, for a form that nobody writes harms nobody."""

from collections.abc import Callable

from . import english, russian, ukrainian

_RULES: dict[str, Callable[[str, str], set[str]]] = {
    "en": english.forms,
    "ru": russian.forms,
    "uk": ukrainian.forms,
}


def forms(language: str, word: str, part: str) -> set[str]:
    """Return every form of a word of one part of speech: a (adjective), n (noun), v (verb), d (adverb), x (as it stands)."""
    return {word} | _RULES[language](word, part)
