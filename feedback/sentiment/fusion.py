"""A score and words, as one mood: their log-odds are added. Plain Python.

Each source says how likely a good mood is against a bad one; neutral words say nothing either way and leave the score as it
is. Adding log-odds takes both as independent, and was the best of four ways in our trials (docs/sentiment.md): a plain mean
was worse than the words alone.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

SUREST = 0.95  # no text is surer of a good or a bad mood than that
WIDEST = 0.93  # ... nor is a score
SPREAD = 100


@dataclass(frozen=True, slots=True)
class Told:
    """What one text tells: how likely it is bad, neutral or good; 0-1 each."""

    bad: float
    neutral: float
    good: float

    @property
    def odds(self) -> float:
        """The log-odds of good against bad; neutral counts for both."""
        likely = (self.good + self.neutral / 2) / (self.good + self.neutral + self.bad)
        return _odds(min(max(likely, 1 - SUREST), SUREST))


BAD, NEUTRAL, GOOD = Told(0.9, 0.08, 0.02), Told(0.05, 0.9, 0.05), Told(0.02, 0.08, 0.9)  # when one of us has said so


def fused(value: int | None, texts: Sequence[Told]) -> int | None:
    """Return the mood (0-100) of a score with these texts; of texts alone; None of neither.

    Several texts count as their mean. What moves the score is the difference that the texts make to its odds.
    """
    if not texts:
        return value
    words = math.fsum(one.odds for one in texts) / len(texts)
    if value is None:
        return round(_likely(words) * SPREAD)
    score = min(max(value / SPREAD, 1 - WIDEST), WIDEST)
    moved = _likely(_odds(score) + words) - score
    return min(max(round(value + moved * SPREAD), 0), SPREAD)


def _odds(likely: float) -> float:
    return math.log(likely / (1 - likely))


def _likely(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
