"""How often people are asked by the calendar: spread evenly over the working days of a period, counted from the last ask.

Plain Python; days are arguments.
"""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from accounts.worktime import NOWHERE, Place, workdays_between


def slots(
    people: Sequence[uuid.UUID],
    *,
    last_asked: Mapping[uuid.UUID, date],
    since: date,
    every_days: int,
    place: Place = NOWHERE,
) -> dict[uuid.UUID, date]:
    """Return the day on which each person is due.

    Who was asked (by whatever asked them: an answer after an event satisfies the calendar too) is due `every_days` later.
    Who never was is due within the first period since the rule began: each working day has as many places as any other, one
    more or less.
    """
    # Everybody keeps their place, also when those before them were asked meanwhile.
    places = sorted(set(people))
    days = workdays_between(since, since + timedelta(days=every_days - 1), place=place) or [since]
    first = {person: days[number * len(days) // len(places)] for number, person in enumerate(places)}
    again = {person: last_asked[person] + timedelta(days=every_days) for person in places if person in last_asked}
    return first | again


def period_of(day: date, *, since: date, every_days: int) -> int:
    """Return in which period after the beginning a day lies: a person is asked once in each, whatever happens."""
    return (day - since).days // every_days
