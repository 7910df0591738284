"""What the readers of one house are to be told of the week: read once for all of them, in a constant number of statements.

One for the clients, one for the days of the house and what is counted for each reader, one for decisions, one for words: as
many for three clients as for thousands, and for one reader as for three.
"""

import uuid
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from accounts.contracts import queries as contracts
from accounts.organizations.models import Employee, Organization
from feedback.insights import queries as insights
from feedback.insights.models import HouseDay
from feedback.insights.money import Level, Standing
from feedback.insights.queries import Low, Words
from feedback.interactions import queries as talks
from feedback.interactions.models import Promise
from happiness.figures import house, parts
from happiness.figures.parts import Part
from journeys.cases import queries as cases
from journeys.cases.models import Case, End, Sort
from journeys.decisions import queries as decisions
from journeys.decisions.models import Decision

WEEK = timedelta(days=7)
NAMED = 3  # decisions and clients that need somebody
DECISIONS = 2  # of these
PROMISES, CASES = ("kept", "late", "open"), ("confirmed", "late")
DAY = ("day", "clients", "confided", "mood_sum", "sealed_sum", "at_risk")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads it, with which role, whether about their own clients alone, and on which day of theirs."""

    employee: Employee
    role: str
    is_mine: bool
    today: date

    @property
    def manager_id(self) -> uuid.UUID | None:
        """Whose clients it is about; None: everybody's."""
        return self.employee.pk if self.is_mine else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What waits for a reader's own word: the first decisions, and how many there are."""

    rows: Sequence[Any]  # Decision, each with the client's present `mood`
    number: int


@dataclass(frozen=True, slots=True)
class Urgent:
    """The clients of a reader that need somebody: the first of them, and how many there are."""

    rows: Sequence[Standing]
    number: int


@dataclass(frozen=True, slots=True)
class Told:
    """What one reader is told of: their part of the house and how its clients stand, and what counts for them alone."""

    part: Part
    standings: Sequence[Standing]
    asked: Asked
    urgent: Urgent
    promises: Mapping[str, int]
    cases: Mapping[str, int]
    quote: Words | None


@dataclass(frozen=True, slots=True)
class Facts:
    """A house at a moment, and what each of its readers is told of it."""

    organization: Organization
    days: Sequence[HouseDay]
    lows: Mapping[uuid.UUID, Low]
    told: Mapping[uuid.UUID, Told]


def read(*, organization: Organization, readers: Sequence[Reader], now: datetime) -> Facts:
    """Read everything that these readers are told at `now`, by four statements."""
    whole = parts.whole(fewest=organization.confidentiality_group)
    today = contracts.house_day(organization, now)
    scopes = {one.manager_id: whole.of(one.manager_id) for one in readers}
    standings = {scope: part.standings(now=now, today=today) for scope, part in scopes.items()}
    asked = _asked(readers)
    urgent = {one.employee.pk: _urgent(standings[one.manager_id], asked[one.employee.pk].rows) for one in readers}
    week = _counted(readers, since=today - house.CURVE, now=now)
    named = {row.client_id for one in urgent.values() for row in one.rows}
    lows, quotes = insights.words_of(named, managers=list(scopes), since=now - WEEK, now=now)
    promises, mended = _numbers(week.promises, PROMISES, readers), _numbers(week.cases, CASES, readers)
    told = {
        one.employee.pk: Told(
            part=scopes[one.manager_id],
            standings=standings[one.manager_id],
            asked=asked[one.employee.pk],
            urgent=urgent[one.employee.pk],
            promises=promises[one.employee.pk],
            cases=mended[one.employee.pk],
            quote=quotes[one.manager_id],
        )
        for one in readers
    }
    return Facts(organization, [_day(one) for one in week.days], lows, told)


def _asked(readers: Sequence[Reader]) -> dict[uuid.UUID, Asked]:
    rows = decisions.waiting({one.employee.pk: one.today for one in readers}).annotate(mood=F("client__facts__mood"))
    waiting: dict[uuid.UUID, list[Decision]] = {one.employee.pk: [] for one in readers}
    for row in rows:
        waiting[row.asked_of_id].append(row)
    return {pk: Asked(found[:DECISIONS], len(found)) for pk, found in waiting.items()}


def _urgent(standings: Sequence[Standing], asked: Sequence[Decision]) -> Urgent:
    """Return the clients whose loss is likeliest, besides those that a decision names already.

    Those at low risk are not an executive's matter.
    """
    named = {row.client_id for row in asked}
    serious = [one for one in standings if one.level in {Level.HIGH, Level.MIDDLE} and one.client_id not in named]
    return Urgent(house.first_of(serious, by_money=False, size=NAMED - len(asked)), len(serious))


def _counted(readers: Sequence[Reader], *, since: date, now: datetime) -> Any:
    """Return the organization with `days` that are kept, and what is counted for each reader as one list of numbers."""
    first = min((_start(one, one.today - WEEK) for one in readers), default=now)
    days = (
        HouseDay.objects.filter(day__gte=since).order_by("day").values(json=JSONObject(**{name: name for name in DAY}))
    )
    promises = Promise.objects.filter(Q(kept_at=None) | Q(kept_at__gte=first), dropped_at=None)
    mended = Case.objects.filter(Q(closed_at=None) | Q(closed_at__gte=first), sort=Sort.COMPLAINT)
    return Organization.objects.annotate(
        days=ArraySubquery(days),
        promises=_listed(promises, [one for reader in readers for one in _of_promises(reader)]),
        cases=_listed(mended, [one for reader in readers for one in _of_cases(reader, now)]),
    ).get()


def _of_promises(reader: Reader) -> Sequence[Q]:
    """Return which promises count for the reader, in the order of PROMISES."""
    theirs = talks.promised_openly(role=reader.role, employee_id=reader.employee.pk) & _own(reader)
    return (
        theirs & _in_week(reader, "kept_at"),
        theirs & Q(kept_at=None, due_on__lt=reader.today),
        theirs & Q(kept_at=None, due_on__gte=reader.today),
    )


def _of_cases(reader: Reader, now: datetime) -> Sequence[Q]:
    """Return which complaints count, in the order of CASES: what clients have declared mended, and what of ours is late."""
    theirs = cases.readable(role=reader.role, employee_id=reader.employee.pk) & _own(reader)
    return theirs & _in_week(reader, "closed_at") & Q(end=End.CONFIRMED), theirs & Q(
        closed_at=None, pause="", due_at__lt=now
    )


def _own(reader: Reader) -> Q:
    return Q(client__manager=reader.employee) if reader.is_mine else Q()


def _in_week(reader: Reader, column: str) -> Q:
    """Return the condition that it happened within the seven days before the reader's day, by their clock."""
    since, until = _start(reader, reader.today - WEEK), _start(reader, reader.today)
    return Q(**{f"{column}__gte": since, f"{column}__lt": until})


def _start(reader: Reader, day: date) -> datetime:
    return datetime.combine(day, time(), zoneinfo.ZoneInfo(reader.employee.time_zone))


def _listed(rows: QuerySet[Any], wanted: Sequence[Q]) -> Subquery:
    """Return how many of the rows fit each condition, as one array."""
    counts = [Count("pk", filter=one) for one in wanted]
    array = Func(*counts, template="ARRAY[%(expressions)s]", output_field=ArrayField(IntegerField()))
    return Subquery(rows.order_by().values("organization").annotate(counts=array).values("counts"))


def _numbers(
    counts: Sequence[int] | None, names: Sequence[str], readers: Sequence[Reader]
) -> dict[uuid.UUID, dict[str, int]]:
    """Return the numbers of each reader by name; where nothing was there to be counted, nothing is None."""
    rest = iter(counts or [0] * len(names) * len(readers))
    return {one.employee.pk: {name: next(rest) for name in names} for one in readers}


def _day(row: Mapping[str, Any]) -> HouseDay:
    return HouseDay(**{**row, "day": date.fromisoformat(row["day"])})
