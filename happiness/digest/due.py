"""Who should have this week's digest by now, and since when."""

import uuid
import zoneinfo
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from accounts.mail.letters import DIGEST
from accounts.mail.models import LetterIssue
from accounts.organizations import queries as organizations
from accounts.organizations.models import DigestPreference, Employee, Membership
from accounts.organizations.roles import LEADERSHIP
from happiness.digest.content import Reader

RECENT = timedelta(days=14)  # no present week began earlier, in any zone
LATE = timedelta(hours=6)  # a digest that has not come by then needs somebody


@dataclass(frozen=True, slots=True)
class Due:
    """A digest that is to be written: for whom, on which day of theirs, and since when."""

    reader: Reader
    day: date
    since: datetime

    def is_late(self, now: datetime) -> bool:
        """Tell whether somebody has to look why."""
        return now - self.since > LATE


def readers(*, now: datetime) -> list[tuple[Membership, DigestPreference | None]]:
    """Return everybody who works here with their preference; None for those who get none unless they ask for it."""
    chosen = {row.employee_id: row for row in DigestPreference.objects.all()}
    rows = organizations.current_memberships(now=now).filter(employee__left_at=None)
    return [(row, chosen.get(row.employee_id) or _usual(row)) for row in rows]


def written(*, now: datetime) -> set[tuple[uuid.UUID, date]]:
    """Return the (reader, Monday) of every recent issue."""
    recent = LetterIssue.objects.filter(kind=DIGEST.name, period__gte=(now - RECENT).date())
    return set(recent.values_list("employee_id", "period"))


def of(
    row: Membership, preference: DigestPreference | None, *, done: set[tuple[uuid.UUID, date]], now: datetime
) -> Due | None:
    """Return this week's digest of somebody, if its time has come and nobody has written it. Raises ZoneInfoNotFoundError."""
    if preference is None or not preference.is_wanted:
        return None
    today = day_of(row.employee, now)
    since = _moment(row.employee, monday(today), preference)
    is_paused = preference.paused_until is not None and today < preference.paused_until
    if since > now or row.created_at > since or is_paused or (row.employee_id, monday(today)) in done:
        return None
    return Due(reader(row.employee, row.role, preference), today, since)


def missed(*, now: datetime) -> list[str]:
    """Return the names of those whose digest should have come hours ago, and has not: something keeps it from being written."""
    done, names = written(now=now), []
    for row, preference in readers(now=now):
        try:
            found = of(row, preference, done=done, now=now)
        except zoneinfo.ZoneInfoNotFoundError:
            names.append(row.employee.name)
            continue
        if found and found.is_late(now):
            names.append(row.employee.name)
    return names


def reader(employee: Employee, role: str, preference: DigestPreference) -> Reader:
    """Return whom the digest is for, and whether it is about their own clients alone."""
    return Reader(employee, role, is_mine=preference.whose == DigestPreference.Whose.MINE)


def day_of(employee: Employee, now: datetime) -> date:
    """Return the day that it is where the person works."""
    return now.astimezone(zoneinfo.ZoneInfo(employee.time_zone)).date()


def monday(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def _usual(row: Membership) -> DigestPreference | None:
    return DigestPreference(employee=row.employee) if row.role in LEADERSHIP else None


def _moment(employee: Employee, first: date, preference: DigestPreference) -> datetime:
    """Return when it is due; where the clocks skip that hour, after it."""
    day = first + timedelta(days=preference.weekday - 1)
    zone = zoneinfo.ZoneInfo(employee.time_zone)
    return datetime(day.year, day.month, day.day, preference.hour, tzinfo=zone).astimezone(UTC)
