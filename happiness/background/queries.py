"""The state of the clockwork and of the mail, as the page shows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from accounts.jobs import actions as ledger
from accounts.jobs import queries as jobs
from accounts.mail import alarm
from accounts.mail import queries as mail
from accounts.mail.alarm import Overdue
from accounts.tenancy.context import current_organization_id
from happiness import schedule


@dataclass(frozen=True, slots=True)
class Beat:
    """A recurring job: when it ran last to its end and when it should run next (None: it has never run)."""

    name: str
    every: timedelta
    ran_at: datetime | None
    next_at: datetime | None
    failed_at: datetime | None  # since it ran last
    error: str
    is_late: bool


@dataclass(frozen=True, slots=True)
class MailState:
    """Whether letters may leave: by the organization's switch, and by the installation's mode."""

    stopped_at: datetime | None
    mode: str
    restored_at: datetime | None
    held: int
    overdue: Overdue


def clockwork(*, now: datetime) -> list[Beat]:
    """Return every recurring job of the timetable, in its order."""
    found = jobs.heartbeats()
    beats = []
    for entry in schedule.TIMETABLE:
        beat = found.get(entry.name)
        ran_at = beat.ran_at if beat and beat.ran_at > ledger.NEVER else None
        beats.append(
            Beat(
                name=entry.name,
                every=entry.every,
                ran_at=ran_at,
                next_at=ran_at + entry.every if ran_at else None,
                failed_at=beat.failed_at if beat else None,
                error=beat.last_error if beat else "",
                is_late=schedule.is_late(entry, ran_at=ran_at, now=now),
            )
        )
    return beats


def mail_state(*, now: datetime) -> MailState:
    """Return whether the current organization's letters may leave, and how many wait for a decision or are overdue."""
    return MailState(
        stopped_at=mail.sender_profile().stopped_at,
        mode=settings.MAIL_MODE,
        restored_at=settings.MAIL_RESTORED_AT,
        held=mail.held_count(),
        overdue=alarm.overdue(now=now, organization_id=current_organization_id()),
    )
