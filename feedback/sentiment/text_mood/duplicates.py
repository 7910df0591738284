"""Lines of a corpus that say nearly the same: more than 60 % of the words' trigrams in common."""

from collections import Counter
from collections.abc import Sequence

from .tokens import NUMBER, WORD, cut

TOO_ALIKE = 0.6


def trigrams(text: str) -> set[tuple[str, ...]]:
    """Return the trigrams of a text's words; a text of less than three words is one gram of its own."""
    words = [token.key for token in cut(text) if token.kind in {WORD, NUMBER}] or [text.strip().lower()]
    return {tuple(words[start : start + 3]) for start in range(max(len(words) - 2, 1))}


def alike(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Return the pairs that share more than 60 % of the shorter one's trigrams, by an index from trigrams to texts."""
    grams = [trigrams(text) for text in texts]
    index: dict[tuple[str, ...], list[int]] = {}
    found = []
    for number, own in enumerate(grams):
        shared = Counter(other for gram in own for other in index.get(gram, ()))
        found += [
            (other, number)
            for other, count in sorted(shared.items())
            if count > TOO_ALIKE * min(len(own), len(grams[other]))
        ]
        for gram in own:
            index.setdefault(gram, []).append(number)
    return found


def groups(texts: Sequence[str]) -> list[int]:
    """Return for each text the number of its group of near twins, which must not be parted between learning and checking."""
    leader = list(range(len(texts)))
    for one, other in alike(texts):
        first, second = _top(leader, one), _top(leader, other)
        leader[max(first, second)] = min(first, second)
    return [_top(leader, number) for number in range(len(texts))]


def _top(leader: list[int], number: int) -> int:
    while leader[number] != number:
        number = leader[number]
    return number
