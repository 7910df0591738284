"""How phrases are kept: `{one|another}` stands for either, so that few lines say much; and what is told is not told again."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import product
from random import Random

PART = re.compile(r"\{([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong at a client: a case's title, what they said at first and at worst, what was done, what they say since.

    `place` is the touchpoint where it happens, `cause` why it does, in the house's language.
    """

    title: str
    first: str
    worst: str
    done: str
    after: str
    place: str
    cause: str


@dataclass(frozen=True, slots=True)
class Words:
    """What people say in one language: by band (high, middle, low), to surveys also by role; and what is noted of talks."""

    comments: dict[str, dict[str, tuple[str, ...]]]
    talks: dict[str, tuple[str, ...]]
    troubles: tuple[Trouble, ...]
    reasons: dict[str, tuple[str, ...]]  # why a client stayed, grew, or left, by the outcome


def spelled_out(phrase: str) -> list[str]:
    """Return everything that a phrase may mean."""
    parts = PART.split(phrase)  # what is fixed and what can be chosen by turns
    choices = [part.split("|") if number % 2 else [part] for number, part in enumerate(parts)]
    return ["".join(chosen) for chosen in product(*choices)]


class Decks:
    """Texts to draw from, each pile shuffled once and laid so that neighbours have different phrases."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.piles: dict[tuple[str, ...], list[str]] = {}

    def draw(self, phrases: tuple[str, ...], *, times: int = 1, told: Collection[str] = ()) -> str:
        """Return the next text of these phrases that is not `told` yet; "" when all has been said so many times."""
        if phrases not in self.piles:
            self.piles[phrases] = [text for _time in range(times) for text in self._laid(phrases)]
        pile = self.piles[phrases]
        place = next((place for place in reversed(range(len(pile))) if pile[place] not in told), None)
        return "" if place is None else pile.pop(place)

    def _laid(self, phrases: tuple[str, ...]) -> list[str]:
        groups = [spelled_out(one) for one in phrases]
        for group in groups:
            self.dice.shuffle(group)
        # A phrase of many words is spread over the whole pile, one of few words as well.
        return [
            text for _place, text in sorted((n / len(group), text) for group in groups for n, text in enumerate(group))
        ]
