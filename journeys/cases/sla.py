"""Until when each step of a case is due, in hours of work, and what a pause adds to that. Plain Python.

Hours count in the working week and at the place of whoever carries the case; the client's confirmation is no work of ours.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.worktime import Place, WorkWeek, work_between, work_later

HEARD, ACCEPTED, CONTACTED, FIXED = "heard", "accepted", "contacted", "fixed"


@dataclass(frozen=True, slots=True)
class Terms:
    """How many hours of work each step may take. Accepting and calling count from hearing, fixing from the call."""

    accept: int
    contact: int
    fix: int
    confirm: int


@dataclass(frozen=True, slots=True)
class Worker:
    """When and where whoever carries the case works."""

    week: WorkWeek
    place: Place


def due_at(
    state: str, *, heard_at: datetime, since: datetime, terms: Terms, worker: Worker, promised_on: date | None = None
) -> datetime | None:
    """Return until when the step after `state` is due: None where nothing is left for us to do.

    `since` is when the state was reached. A promised day counts to its end, whatever the terms say. Raises NeverOpen.
    """
    begun, hours = {
        HEARD: (heard_at, terms.accept),
        ACCEPTED: (heard_at, terms.contact),
        CONTACTED: (since, terms.fix),
        FIXED: (since, terms.confirm),
    }.get(state, (since, 0))
    if state == CONTACTED and promised_on:
        return end_of(promised_on, place=worker.place)
    return work_later(begun, amount=timedelta(hours=hours), week=worker.week, place=worker.place) if hours else None


def end_of(day: date, *, place: Place) -> datetime:
    """Return when the day is over there."""
    return datetime.combine(day + timedelta(days=1), time(0), ZoneInfo(place.zone))


def resumed(due: datetime, *, paused_at: datetime, now: datetime, worker: Worker) -> datetime:
    """Return the deadline after a pause: as much work is left as there was. What was late stays late."""
    if due <= paused_at:
        return due
    left = work_between(paused_at, due, week=worker.week, place=worker.place)
    return work_later(now, amount=left, week=worker.week, place=worker.place)


def hours_left(due: datetime, *, now: datetime, worker: Worker) -> timedelta:
    """Return how much work is left until the deadline; less than nothing when it is over."""
    if due < now:
        return -work_between(due, now, week=worker.week, place=worker.place)
    return work_between(now, due, week=worker.week, place=worker.place)
