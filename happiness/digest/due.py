"""Who should have this week's digest by now, and since when."""

import logging
import uuid
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef

from accounts.mail.letters import DIGEST
from accounts.mail.models import LetterIssue
from accounts.organizations import queries as organizations
from accounts.organizations.models import DigestPreference, Employee, Organization
from accounts.organizations.roles import LEADERSHIP
from happiness.digest.facts import Reader

log = logging.getLogger(__name__)

LAST = 3  # issues of a reader that are looked at: a demo's clock may have been set back
LATE = timedelta(hours=6)  # a digest that has not come by then needs somebody
CHOSEN = {name: f"chosen_{name}" for name in ("id", "is_wanted", "weekday", "hour", "whose", "paused_until")}


@dataclass(frozen=True, slots=True)
class Due:
    """A digest that is to be written: for whom, in which house, and since when."""

    reader: Reader
    organization: Organization
    since: datetime

    def is_late(self, now: datetime) -> bool:
        """Tell whether somebody has to look why."""
        return now - self.since > LATE


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody's digest of a week that did not come: it was not written, or it was and its letter has not left."""

    employee_id: uuid.UUID
    name: str
    period: date
    is_written: bool = False


def members(*, now: datetime) -> list[Any]:
    """Return everybody who works here, each with what they have chosen, and `done`: the Mondays of their last issues.

    One statement, the organization's row included.
    """
    last = LetterIssue.objects.filter(kind=DIGEST.name, employee_id=OuterRef("employee_id")).order_by("-period")
    chosen = {told: F(f"employee__digest_preferences__{name}") for name, told in CHOSEN.items()}
    rows = organizations.current_memberships(now=now).filter(employee__left_at=None).select_related("organization")
    return list(rows.annotate(done=ArraySubquery(last.values("period")[:LAST]), **chosen))


def due(rows: Iterable[Any], *, now: datetime) -> list[Due]:
    """Return this week's digests of these `members` whose time has come and that nobody has written.

    Somebody whose zone nobody knows holds up no other: it is logged.
    """
    found: list[Due] = []
    for row in rows:
        try:
            found += _of(row, now)
        except zoneinfo.ZoneInfoNotFoundError:
            log.exception("a digest could not be written", extra={"employee": str(row.employee_id)})
    return found


def missed(*, now: datetime) -> list[str]:
    """Return the names of those whose digest should have come hours ago, and has not."""
    return [one.name for one in late(now=now)]


def late(*, now: datetime) -> list[Missed]:
    """Return whose digest should have come hours ago, and has not: something keeps it from being written."""
    found = []
    for row in members(now=now):
        try:
            wanted = list(_of(row, now))
        except zoneinfo.ZoneInfoNotFoundError:  # nobody knows their hour: as if they lived in Greenwich
            row.employee.time_zone = "UTC"
            wanted = list(_of(row, now))
        periods = [monday(one.reader.today) for one in wanted if one.is_late(now)]
        found += [Missed(row.employee_id, row.employee.name, period) for period in periods]
    return found


def reader(employee: Employee, role: str, preference: DigestPreference, *, now: datetime) -> Reader:
    """Return whom the digest is for, on which day of theirs, and whether it is about their own clients alone."""
    today = now.astimezone(zoneinfo.ZoneInfo(employee.time_zone)).date()
    return Reader(employee, role, is_mine=preference.whose == DigestPreference.Whose.MINE, today=today)


def monday(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def _of(row: Any, now: datetime) -> Iterator[Due]:
    """Yield this week's digest of somebody, if its time has come and nobody has written it. Raises ZoneInfoNotFoundError."""
    preference = _preference(row)
    if preference is None or not preference.is_wanted:
        return
    found = reader(row.employee, row.role, preference, now=now)
    since = _moment(row.employee, monday(found.today), preference)
    is_paused = preference.paused_until is not None and found.today < preference.paused_until
    if since <= now and row.created_at <= since and not is_paused and monday(found.today) not in row.done:
        yield Due(found, row.organization, since)


def _preference(row: Any) -> DigestPreference | None:
    """Return what the person has chosen; without a word of theirs top management's usual one, and none for others."""
    if row.chosen_id is not None:
        return DigestPreference(**{name: getattr(row, told) for name, told in CHOSEN.items()})
    return DigestPreference() if row.role in LEADERSHIP else None


def _moment(employee: Employee, first: date, preference: DigestPreference) -> datetime:
    """Return when it is due; where the clocks skip that hour, after it."""
    day = first + timedelta(days=preference.weekday - 1)
    zone = zoneinfo.ZoneInfo(employee.time_zone)
    return datetime(day.year, day.month, day.day, preference.hour, tzinfo=zone).astimezone(UTC)
