"""One budget for each person: everything that asks or reminds them counts against it. Plain Python; times are arguments."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from accounts.worktime import WORKDAYS, Window

RELATION_WINDOW = Window(frozenset({2, 3, 4}), time(9), time(11))
EVENT_WINDOW = Window(WORKDAYS, time(9), time(18))
HARD_FLOOR = timedelta(hours=24)  # nobody gets two letters of questions within this time, whoever wants it


class Touch(StrEnum):
    """What reached the person."""

    EVENT = "event"
    RELATION = "relation"
    REMINDER = "reminder"
    LETTER = "letter"  # in our own words, or a greeting: it asks nothing


ASKS = frozenset({Touch.EVENT, Touch.RELATION})


@dataclass(frozen=True, slots=True)
class Touched:
    """Something reached the person at a time."""

    at: datetime
    touch: Touch


@dataclass(frozen=True, slots=True, kw_only=True)
class Calm:
    """What protects a person: whole days between two questions, and the windows of their day in which one may come."""

    gap_days: int = 30
    relation_gap_days: int = 90
    relation_window: Window = RELATION_WINDOW
    event_window: Window = EVENT_WINDOW
    reminders: int = 1
    reminder_days: int = 5

    def halved(self) -> "Calm":
        """Return what protects somebody who wants to be asked less often: twice the days, and no reminder."""
        return replace(self, gap_days=2 * self.gap_days, relation_gap_days=2 * self.relation_gap_days, reminders=0)

    def window(self, *, is_relation: bool) -> Window:
        return self.relation_window if is_relation else self.event_window


def floor_at(touched: Iterable[Touched]) -> datetime | None:
    """Return when the hard floor after the last touch ends; None when nothing ever reached the person."""
    last = max((one.at for one in touched), default=None)
    return last + HARD_FLOOR if last else None


def free_at(touched: Iterable[Touched], *, is_relation: bool, calm: Calm) -> datetime | None:
    """Return from when on the person may be asked; None when nothing ever reached them.

    A question comes `gap_days` after any other, one about the relation also `relation_gap_days` after the last such one,
    and none within the hard floor of anything, reminders and our own letters too.
    """
    ends = []
    for one in touched:
        days = calm.gap_days if one.touch in ASKS else 0
        if is_relation and one.touch == Touch.RELATION:
            days = max(days, calm.relation_gap_days)
        ends.append(one.at + max(timedelta(days=days), HARD_FLOOR))
    return max(ends, default=None)
