"""How the house keeps its word, and how soon it answers: its team, and those who lead it.

Each figure takes a constant number of queries, and the page behind it lists the very rows that it was counted from. What was
told in confidence is in both as far as the reader may know of it.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import F, QuerySet

from accounts.organizations import queries as organizations
from accounts.organizations.models import Employee
from accounts.web.waits import Waits, waits, waits_by
from feedback.alerts import queries as alerts
from feedback.interactions import queries as talks
from feedback.interactions.queries import Word
from happiness.figures.period import Period
from journeys.cases import queries as cases
from journeys.decisions.models import Decision


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks: numbers hold what this role, and this person, may know of."""

    role: str
    employee_id: uuid.UUID


class Wait(StrEnum):
    """For what somebody waits. The first three wait for the team, the others for those who lead the house."""

    ALERTS = "alerts"  # from an alert until somebody does something
    CASES = "cases"  # from a complaint until one of us takes it in hand
    CONFIRMED = "confirmed"  # from a complaint until the client confirms that it is well again
    ESCALATIONS = "escalations"  # from telling top management of an alert until somebody does something
    DECISIONS = "decisions"  # from asking one of top management until they decide


@dataclass(frozen=True, slots=True)
class Promises:
    """What became of the promises that were due in the time. A department is that of who keeps them; None: of none."""

    total: Word
    departments: Sequence[tuple[uuid.UUID | None, str, Word]]
    months: Sequence[tuple[date, Word]]


@dataclass(frozen=True, slots=True)
class Responses:
    """How soon everything was answered, and how soon each of the top management has decided."""

    by_wait: Mapping[Wait, Waits]
    by_person: Sequence[tuple[Employee, Waits]]


def due(*, period: Period, reader: Reader) -> QuerySet[Any]:
    """Return the promises that were due in the time, each with its `state`."""
    return talks.due_promises(
        role=reader.role,
        employee_id=reader.employee_id,
        since=period.first,
        until=period.until,
        today=period.today,
        zone=period.zone,
    )


def promises(*, period: Period, reader: Reader) -> Promises:
    """Return whether promises that were due in the time were kept: in all, by department, by month. Two queries."""
    given = talks.kept_word(due(period=period, reader=reader))
    names = organizations.department_names({one.department_id for one in given if one.department_id})
    by_department, by_month = defaultdict(list), defaultdict(list)
    for one in given:
        by_department[one.department_id].append(one.word)
        by_month[one.month].append(one.word)
    departments = [(pk, names.get(pk, "") if pk else "", talks.added(words)) for pk, words in by_department.items()]
    return Promises(
        talks.added(one.word for one in given),
        sorted(departments, key=lambda one: (one[0] is None, one[1].casefold())),
        [(month, talks.added(words)) for month, words in sorted(by_month.items())],
    )


def rows_of(wait: Wait, *, period: Period, reader: Reader, now: datetime) -> QuerySet[Any]:
    """Return what began in the time: each row has `began`, and `ended`, None while it waits."""
    if wait == Wait.DECISIONS:
        return _asked(period, now)
    span: dict[str, Any] = {"role": reader.role, "since": period.start, "until": period.end}
    if wait in {Wait.ALERTS, Wait.ESCALATIONS}:
        return alerts.reactions(**span) if wait == Wait.ALERTS else alerts.escalations(**span)
    found: Callable[..., QuerySet[Any]] = cases.reactions if wait == Wait.CASES else cases.confirmations
    return found(employee_id=reader.employee_id, **span)


def _asked(period: Period, now: datetime) -> QuerySet[Decision]:
    """Return what top management was asked to decide; what was taken back is left out."""
    rows = Decision.objects.filter(asked_of__in=[one.pk for one in alerts.leaders(now=now)], withdrawn_at=None)
    rows = rows.filter(asked_at__gte=period.start, asked_at__lt=period.end)
    return rows.annotate(began=F("asked_at"), ended=F("answered_at")).select_related("asked_of", "asked_by")


def responses(*, period: Period, reader: Reader, now: datetime) -> Responses:
    """Return how soon what began in the time was answered. A query for each wait, and three for those who lead."""
    rows = {wait: rows_of(wait, period=period, reader=reader, now=now) for wait in Wait}
    by_person = waits_by(rows[Wait.DECISIONS], "asked_of")
    people = [(one, by_person[one.pk]) for one in alerts.leaders(now=now) if one.pk in by_person]
    return Responses({wait: waits(found) for wait, found in rows.items()}, people)
