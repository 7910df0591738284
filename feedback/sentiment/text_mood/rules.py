"""What tells the mood in a cut text: words, phrases and faces, as what stands around them turns them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .lexicon import Lexicon
from .phrases import Phrases, spelled
from .tokens import EMOJI, FACE, MARK, NUMBER, WORD, Token

FLIPPED = -0.74  # what a negation leaves of a word, as VADER has measured it
SHOUTED = 0.733
BEFORE, AFTER = 0.5, 1.5  # «але» makes little of what stands before it
UNHEARD = -0.4  # «не» before a word that nobody knows
REACH = 3
LONG = 3  # capitals of fewer letters are abbreviations
_PLAIN_NEGATORS = frozenset({"не", "ни"})


@dataclass(slots=True)
class Found:
    """A hit in tokens: `first` … `behind` the last one."""

    first: int
    behind: int
    value: float
    rule: str


def find(tokens: Sequence[Token], lexicon: Lexicon, language: str, own: Phrases[float] | None = None) -> list[Found]:
    """Return what tells a mood, in the order of the text; none overlaps another. An organization's own words come first."""
    found, covered = _phrases(tokens, lexicon, own)
    boosts = _boosts(tokens, lexicon)
    loud = _shouts(tokens)
    singles = []
    for index in range(len(tokens)):
        if index in covered:
            continue
        value, rule = _single(tokens, index, lexicon, language)
        if value and not (boosts[index] and _is_polar(tokens, index + 1, lexicon, language)):
            singles.append(Found(index, index + 1, value, rule))
    polar = {hit.first for hit in singles}
    negators = {
        index
        for index, token in enumerate(tokens)
        if index not in covered and index not in polar and _negates(token, lexicon)
    }
    for hit in (*found, *singles):
        _turn(hit, tokens, boosts, set() if hit.rule != "word" else negators)
        if loud and hit.rule != "emoji" and all(tokens[place].text.isupper() for place in range(hit.first, hit.behind)):
            hit.value += math.copysign(SHOUTED, hit.value)
            hit.rule += " shouted"
    hits = sorted((*found, *singles), key=lambda hit: hit.first)
    hits += _unheard(tokens, hits, negators)
    hits.sort(key=lambda hit: hit.first)
    _contrast(tokens, hits, lexicon)
    return [hit for hit in hits if hit.value]


def compound(hits: Sequence[Found]) -> float:
    """Return −1…1 for what was found together: grows with every hit, ever slower."""
    total = math.fsum(hit.value for hit in hits)
    return total / math.sqrt(total * total + 15)


def _phrases(tokens: Sequence[Token], lexicon: Lexicon, own: Phrases[float] | None) -> tuple[list[Found], set[int]]:
    found: list[Found] = []
    covered: set[int] = set()
    words = spelled(tokens)
    for table, rule in ((own, "own"), (lexicon.phrases, "phrase")):
        for first, behind, value in table.find(words) if table else ():
            if covered.isdisjoint(range(first, behind)):
                covered.update(range(first, behind))
                found.append(Found(first, behind, value, rule))
    return found, covered


def _single(tokens: Sequence[Token], index: int, lexicon: Lexicon, language: str) -> tuple[float, str]:
    token = tokens[index]
    if token.kind in {WORD, NUMBER}:
        return lexicon.valence(token, language) or 0.0, "word"
    if token.kind == EMOJI:
        return lexicon.emoji.get(token.key, 0.0), "emoji"
    if token.kind == FACE:
        return _face(tokens, index), "face"
    return 0.0, ""


def _is_polar(tokens: Sequence[Token], index: int, lexicon: Lexicon, language: str) -> bool:
    """Say whether a word that weighs something stands here: «ужасно удобно» is comfortable, not terrible."""
    return index < len(tokens) and tokens[index].kind == WORD and bool(lexicon.valence(tokens[index], language))


def _face(tokens: Sequence[Token], index: int) -> float:
    """Return what a face of marks weighs; single brackets are brackets unless the text ends with one that nothing opened."""
    face = tokens[index].text
    if face == "<3":
        return 2.5
    if face[0] in "()":
        size = 0.8 + 0.3 * min(len(face), 4)
        if len(face) == 1:
            opened = sum((token.text == "(") - (token.text == ")") for token in tokens[:index])
            if index != len(tokens) - 1 or (face == ")" and opened > 0):
                return 0.0
        return size if face[0] == ")" else -size
    if face[0] in "xX":
        return 1.5
    return -1.9 if set(face) & set("([/|") else 1.9


def _boosts(tokens: Sequence[Token], lexicon: Lexicon) -> list[float]:
    return [lexicon.intensifiers.get(token.skeleton, 0.0) if token.kind == WORD else 0.0 for token in tokens]


def _shouts(tokens: Sequence[Token]) -> bool:
    """Say whether some words, but not the whole text, stand in capitals."""
    words = [token.text for token in tokens if token.kind == WORD and len(token.text) >= LONG]
    capitals = sum(word.isupper() for word in words)
    return 0 < capitals < 0.7 * len(words)


def _negates(token: Token, lexicon: Lexicon) -> bool:
    return token.kind == WORD and (token.skeleton in lexicon.negators or token.key.endswith("n't"))


def _turn(hit: Found, tokens: Sequence[Token], boosts: Sequence[float], negators: set[int]) -> None:
    """Let the words before a hit make it stronger or weaker and, when it is a word, turn it round."""
    place, steps = hit.first - 1, 0
    clause = tokens[hit.first].clause
    while place >= 0 and steps < REACH and tokens[place].clause == clause:
        token = tokens[place]
        if place in negators:
            hit.value *= FLIPPED
            hit.rule += f" negated:{token.text}"
            return
        if boosts[place]:
            hit.value *= boosts[place]
            hit.rule += f" {'strengthened' if boosts[place] > 1 else 'weakened'}:{token.text}"
        elif token.kind == WORD:
            steps += 1
        place -= 1


def _unheard(tokens: Sequence[Token], hits: Sequence[Found], negators: set[int]) -> list[Found]:
    """Return a small doubt for every «не» before an unknown word: «не приїхав» tells something, «не» itself does not."""
    taken = {place for hit in hits for place in range(hit.first, hit.behind)}
    return [
        Found(index, index + 2, UNHEARD, "negation")
        for index in sorted(negators)
        if tokens[index].skeleton in _PLAIN_NEGATORS
        and index + 1 < len(tokens)
        and tokens[index + 1].kind == WORD
        and index + 1 not in negators
        and not taken & {index, index + 1, index + 2, index + 3}
    ]


def _contrast(tokens: Sequence[Token], hits: Sequence[Found], lexicon: Lexicon) -> None:
    turns = [index for index, token in enumerate(tokens) if token.kind == WORD and token.skeleton in lexicon.contrast]
    if not turns or turns[-1] == 0:
        return
    for hit in hits:
        hit.value *= BEFORE if hit.behind <= turns[-1] else AFTER


def has_question(tokens: Sequence[Token]) -> bool:
    return any(token.kind == MARK and token.text[0] == "?" for token in tokens)
