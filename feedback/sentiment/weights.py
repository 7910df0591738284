"""How much and how long a reading counts. Plain Python."""

from decimal import Decimal

ANSWER_DAYS, TALK_DAYS, TEXT_DAYS = 90, 45, 30  # half-lives
BAD_MARK_DAYS, GOOD_MARK_DAYS = 14, 45  # what one of us has felt holds for less long when it is bad
GOOD_FROM = 55  # a mark that is neither upset nor tense

FULL = Decimal(1)
HEARSAY = Decimal("0.5")  # written down by one of us, and not confirmed yet
FINEST = Decimal("0.001")


def mark_days(value: int) -> int:
    """Return after how many days a mark set by hand counts half."""
    return GOOD_MARK_DAYS if value >= GOOD_FROM else BAD_MARK_DAYS


def share_of(people: int) -> Decimal:
    """Return the weight of one of so many people of one role in a talk: together they count like one."""
    return max((FULL / people).quantize(FINEST), FINEST)
