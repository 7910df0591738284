"""When to try again: a message's own times, and the rest that a failing receiver gets."""

import secrets
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

# The wait before each try. The specification's example: ten tries in a little over three days.
WAITS = [
    timedelta(0),
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
]
SHORTEST_REST, LONGEST_REST = timedelta(seconds=5), timedelta(minutes=5)
LONGEST_ASKED, LONGEST_ASKED_REST = timedelta(hours=24), timedelta(hours=1)
PATIENCE = timedelta(days=3)  # a receiver that fails for so long is switched off


def next_try(*, tries: int, now: datetime, asked: datetime | None) -> datetime | None:
    """Return when to try again after so many failed tries, or None when it was the last one.

    Up to a tenth later than the plan, so that many messages do not come back at one moment; `asked` (Retry-After) may put it
    off by a day at most.
    """
    if tries >= len(WAITS):
        return None
    planned = now + WAITS[tries] * (1 + secrets.randbelow(1000) / 10_000)
    return max(planned, min(asked, now + LONGEST_ASKED)) if asked else planned


def rest_until(*, failing_since: datetime, now: datetime, asked: datetime | None) -> datetime:
    """Return until when a failing receiver gets nothing: longer, the longer it has failed, but never for long."""
    rest = now + min(max((now - failing_since) / 10, SHORTEST_REST), LONGEST_REST)
    return max(rest, min(asked, now + LONGEST_ASKED_REST)) if asked else rest


def is_hopeless(*, failing_since: datetime, now: datetime) -> bool:
    """Tell whether the receiver has failed for as long as anybody can be waited for."""
    return now - failing_since >= PATIENCE


def asked_time(retry_after: str, *, now: datetime) -> datetime | None:
    """Return the time that a Retry-After header asks for, in seconds or as a date; None when it says nothing usable."""
    text = retry_after.strip()
    try:
        if text.isascii() and text.isdecimal():
            moment = now + timedelta(seconds=min(int(text[:9]), LONGEST_ASKED.total_seconds()))
        else:
            moment = parsedate_to_datetime(text)
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment > now else None
