"""A rating and a text become one mood: their log-odds are added, and where they contradict each other it is said.

The weights are those of docs/sentiment.md: how often clients of each mood give each rating, so that polite unhappy ones exist.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Band = Literal["critic", "passive", "promoter"]
Disagreement = Literal["", "bitter_text", "kind_text"]

VERSION = "1"
# How moods are spread before anything is heard: negative, neutral, positive.
PRIOR = (0.3, 0.35, 0.35)
# Of the clients with each mood, how many give a rating of each band.
RATINGS: dict[Band, tuple[float, float, float]] = {
    "critic": (0.66, 0.24, 0.07),
    "passive": (0.23, 0.48, 0.25),
    "promoter": (0.11, 0.28, 0.68),
}
# Where the bands begin, as shares of the scale: 0–6, 7–8, 9–10 of ten.
PASSIVE, PROMOTER = 0.65, 0.85
# From which score a text says clearly that its writer is unhappy, or happy.
CLEAR = 0.4
VALUES = (0.0, 50.0, 100.0)


@dataclass(frozen=True, slots=True)
class Reason:
    """What one source adds to the odds of a good mood against a bad one; `said` is the band of a rating or the text's label."""

    source: Literal["rating", "text"]
    said: str
    odds: float


@dataclass(frozen=True, slots=True)
class Fused:
    """The mood 0–100 of a rating, a text or both; none when neither tells."""

    value: float | None
    probabilities: tuple[float, float, float]
    reasons: tuple[Reason, ...]
    disagreement: Disagreement
    version: str = VERSION


def fuse(
    *, rating: float | None = None, text: Sequence[float] | None = None, label: str = "unknown", score: float | None = None,
) -> Fused:  # fmt: skip
    """Return the mood of a rating (0…1 of its scale) and a text (its three probabilities, its label and its score).

    A text of unknown mood says nothing. Alone, a rating is its share of the scale; together the log-odds of both are added to
    those of the prior (naive Bayes), so each can turn the other. Raises ValueError for a rating outside 0…1.
    """
    if rating is not None and not 0 <= rating <= 1:
        raise ValueError(f"{rating} is no share of a scale")
    heard = text if text is not None and label != "unknown" else None
    odds = [math.log(share) for share in PRIOR]
    reasons = []
    if rating is not None:
        said = band(rating)
        added = [math.log(share) for share in RATINGS[said]]
        odds = [one + other for one, other in zip(odds, added, strict=True)]
        reasons.append(Reason("rating", said, round(added[2] - added[0], 2)))
    if heard is not None:
        added = [math.log(max(chance, 1e-6)) - math.log(share) for chance, share in zip(heard, PRIOR, strict=True)]
        odds = [one + other for one, other in zip(odds, added, strict=True)]
        reasons.append(Reason("text", label, round(added[2] - added[0], 2)))
    chances = _chances(odds)
    value: float | None = sum(share * worth for share, worth in zip(chances, VALUES, strict=True))
    if not reasons:
        value = None
    elif rating is not None and heard is None:
        value = 100 * rating
    return Fused(
        None if value is None else round(value, 1),
        chances,
        tuple(reasons),
        _disagreement(rating, score if heard is not None else None),
    )


def band(rating: float) -> Band:
    """Return the band of a rating given as a share of its scale."""
    return "promoter" if rating >= PROMOTER else "passive" if rating >= PASSIVE else "critic"


def _disagreement(rating: float | None, score: float | None) -> Disagreement:
    if rating is None or score is None:
        return ""
    if rating >= PROMOTER and score <= -CLEAR:
        return "bitter_text"
    return "kind_text" if rating < PASSIVE and score >= CLEAR else ""


def _chances(odds: Sequence[float]) -> tuple[float, float, float]:
    top = max(odds)
    bad, neutral, good = (math.exp(value - top) for value in odds)
    total = bad + neutral + good
    return round(bad / total, 4), round(neutral / total, 4), round(good / total, 4)
