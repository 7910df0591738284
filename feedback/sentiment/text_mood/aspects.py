"""What a text speaks about, and how it speaks of it: the hits of the same clause, else of its neighbor before it."""

from collections.abc import Sequence

from .lexicon import Lexicon
from .phrases import Phrases, spelled
from .result import Aspect, Signal
from .rules import Found, compound
from .tokens import WORD, Token


def _clauses(tokens: Sequence[Token], lexicon: Lexicon) -> list[int]:
    """Return the number of the clause of each token: marks and words of contrast part them."""
    numbers, extra = [], 0
    for index, token in enumerate(tokens):
        if index and token.kind == WORD and token.skeleton in lexicon.contrast and tokens[index - 1].kind == WORD:
            extra += 1
        numbers.append(token.clause + extra)
    return numbers


def aspects(
    tokens: Sequence[Token], hits: Sequence[Found], lexicon: Lexicon, own: Phrases[str] | None = None,
) -> tuple[Aspect, ...]:  # fmt: skip
    """Return each aspect once, by name, with the mood of the clauses that name it."""
    named: dict[str, list[tuple[int, int]]] = {}
    words = spelled(tokens)
    for table in (own, lexicon.aspects):
        for first, behind, name in table.find(words) if table else ():
            named.setdefault(name, []).append((first, behind))
    if not named:
        return ()
    clauses = _clauses(tokens, lexicon)
    by_clause: dict[int, list[Found]] = {}
    for hit in hits:
        by_clause.setdefault(clauses[hit.first], []).append(hit)
    return tuple(
        Aspect(
            name,
            _score([clauses[first] for first, _ in spans], by_clause),
            tuple(sorted({(tokens[first].start, tokens[behind - 1].end) for first, behind in spans})),
        )
        for name, spans in sorted(named.items())
    )


def _score(numbers: Sequence[int], by_clause: dict[int, list[Found]]) -> float | None:
    told = [hit for number in sorted(set(numbers)) for hit in by_clause.get(number, ())]
    if not told:
        told = [hit for number in sorted(set(numbers)) for hit in by_clause.get(number + 1, ())]
    return round(compound(told), 3) if told else None


def signals(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Signal, ...]:
    """Return the words that announce a loss, an escalation or a silence, in the order of the text."""
    return tuple(
        Signal(name, tokens[first].start, tokens[behind - 1].end)
        for first, behind, name in lexicon.signals.find(spelled(tokens))
    )
