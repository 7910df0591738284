"""From scores to moods, and how much and how long a reading counts. Plain Python."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

# By the bands of moods: who would not recommend us is upset or tense, 7 is neutral, 8 content, 9 and 10 are delighted.
OF_NPS = (0, 8, 15, 22, 30, 38, 46, 60, 70, 85, 100)
OF_CSAT = {1: 0, 2: 25, 3: 50, 4: 75, 5: 100}
OF_CES = {1: 0, 2: 17, 3: 33, 4: 50, 5: 67, 6: 83, 7: 100}

ANSWER_DAYS, TALK_DAYS, TEXT_DAYS = 90, 45, 30  # half-lives
BAD_MARK_DAYS, GOOD_MARK_DAYS = 14, 45  # what one of us has felt holds for less long when it is bad
GOOD_FROM = 55  # a mark that is neither upset nor tense

FULL = Decimal(1)
HEARSAY = Decimal("0.5")  # written down by one of us, and not confirmed yet
FINEST = Decimal("0.001")


def value_of(scores: Mapping[str, int | None]) -> int | None:
    """Return the mood of the scores of one answer (nps 0-10, csat 1-5, ces 1-7): the mean of their moods, None without any.

    Raises LookupError for a score out of its range.
    """
    moods = []
    for name, scale in (("nps", dict(enumerate(OF_NPS))), ("csat", OF_CSAT), ("ces", OF_CES)):
        score = scores.get(name)
        if score is not None:
            moods.append(scale[score])
    if not moods:
        return None
    return int((Decimal(sum(moods)) / len(moods)).quantize(FULL, ROUND_HALF_UP))


def mark_days(value: int) -> int:
    """Return after how many days a mark set by hand counts half."""
    return GOOD_MARK_DAYS if value >= GOOD_FROM else BAD_MARK_DAYS


def share_of(people: int) -> Decimal:
    """Return the weight of one of so many people of one role in a talk: together they count like one."""
    return max((FULL / people).quantize(FINEST), FINEST)
