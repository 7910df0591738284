"""What the scores of an answer say on the scale of moods, 0 to 100: the one table for lists, the timeline and the index. Plain
Python."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

# By the bands of moods: who would not recommend us is upset or tense, 7 is neutral, 8 content, 9 and 10 are delighted.
OF_NPS = (0, 8, 15, 22, 30, 38, 46, 60, 70, 85, 100)
OF_CSAT = {1: 0, 2: 25, 3: 50, 4: 75, 5: 100}
OF_CES = {1: 0, 2: 17, 3: 33, 4: 50, 5: 67, 6: 83, 7: 100}
TABLE = {"nps": dict(enumerate(OF_NPS)), "csat": OF_CSAT, "ces": OF_CES}


def value_of(scores: Mapping[str, int | None]) -> int | None:
    """Return the mood of the scores of one answer (nps 0-10, csat 1-5, ces 1-7): the mean of their moods, None without any.

    Raises LookupError for a score out of its range.
    """
    moods = [TABLE[name][score] for name, score in scores.items() if score is not None]
    if not moods:
        return None
    return int((Decimal(sum(moods)) / len(moods)).quantize(Decimal(1), ROUND_HALF_UP))
