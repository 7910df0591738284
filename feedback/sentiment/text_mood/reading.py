"""One text read once: everything that the answer, its reasons and the training need of it."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from . import aspects, features, rules
from .language import Language, detect
from .lexicon import Lexicon
from .phrases import Phrases, spelled
from .result import OrganizationWord, Signal
from .rules import Found
from .tokens import Token, cut


class OwnWords(NamedTuple):
    valences: Phrases[float]
    aspects: Phrases[str]


class Reading(NamedTuple):
    tokens: list[Token]
    language: Language
    hits: list[Found]
    signals: tuple[Signal, ...]
    figures: list[float]
    words: list[str]
    places: list[int]  # of the words among the tokens


@lru_cache(maxsize=256)
def own_words(words: tuple[OrganizationWord, ...]) -> OwnWords:
    """Return an organization's words ready for look-ups; the words themselves are the key, so no one gets another's."""
    return OwnWords(
        Phrases((word.pattern, word.valence) for word in words),
        Phrases((word.pattern, word.aspect) for word in words if word.aspect),
    )


def read(text: str, lexicon: Lexicon, *, hint: str | None = None, words: Sequence[OrganizationWord] = ()) -> Reading:
    """Return what a text holds; it must not be longer than `tokens.LONGEST`."""
    tokens = cut(text)
    language = detect(tokens, lexicon.frequent, hint)
    if language.name == "uk" and not language.switched:
        language = language._replace(switched=lexicon.mixes(tokens))
    own = own_words(tuple(words)).valences if words else None
    hits = rules.find(tokens, lexicon, language.name, own)
    signals = aspects.signals(tokens, lexicon)
    figures = features.figures(tokens, hits, lexicon, language.name, len(signals))
    # Where an organization has its own word, what others mean by it does not count.
    taken = (
        {place for first, behind, _ in own.find(spelled(tokens)) for place in range(first, behind)} if own else set()
    )
    places = [place for place, token in enumerate(tokens) if features.word(token) and place not in taken]
    return Reading(tokens, language, hits, signals, figures, [features.word(tokens[place]) for place in places], places)
