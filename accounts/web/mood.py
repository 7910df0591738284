"""The mood scale: five words for a score of 0 to 100, on every page and in every letter (PRODUCT, index)."""

from decimal import Decimal

from django.db import models
from django.utils.translation import pgettext_lazy


class Mood(models.IntegerChoices):
    """From worst to best; the number names the colors too: --m1 is the fill of UPSET."""

    UPSET = 1, pgettext_lazy("mood", "Upset")
    TENSE = 2, pgettext_lazy("mood", "Tense")
    NEUTRAL = 3, pgettext_lazy("mood", "Neutral")
    CONTENT = 4, pgettext_lazy("mood", "Content")
    DELIGHTED = 5, pgettext_lazy("mood", "Delighted")


BOUNDS = ((40, Mood.UPSET), (55, Mood.TENSE), (65, Mood.NEUTRAL), (80, Mood.CONTENT))


def mood_of(score: Decimal | float) -> Mood:
    """Return the mood of a score of 0 to 100, not rounded first: 39.9 is upset. Raises ValueError beyond the scale."""
    if not 0 <= score <= 100:  # noqa: PLR2004 the scale itself
        raise ValueError(f"a score is between 0 and 100, not {score}")
    return next((mood for below, mood in BOUNDS if score < below), Mood.DELIGHTED)
