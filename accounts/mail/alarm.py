"""The outbox's alarm: letters that should have left and have not. It watches the work, not the worker (RELIABILITY 10, 21)."""

import logging
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, F, Min, Q, When

from accounts.jobs import queries as jobs
from accounts.mail import writing
from accounts.mail.letters import MAIL_ALARM
from accounts.mail.models import SystemLetter
from accounts.mail.queries import QUEUE
from accounts.mail.smtp import AWAY

log = logging.getLogger(__name__)

PATIENCE = timedelta(minutes=5)
QUIET = timedelta(days=1)  # between two letters to the operator: one says it


@dataclass(frozen=True, slots=True)
class Overdue:
    """How many letters should have left, and since when the oldest of them waits (None: none does)."""

    letters: int
    since: datetime | None


def overdue(*, now: datetime, patience: timedelta = PATIENCE, organization_id: uuid.UUID | None = None) -> Overdue:
    """Return the letters that have waited longer than `patience`: of one organization, or of all.

    A letter waits when it is due and nobody has taken it, or when the mail server was away at its tries. One that is put
    off on purpose (sending is stopped, the hour's limit) or by its own receiver does not count.
    """
    latest = now - patience
    untaken = Q(leased_until=None) | Q(leased_until__lt=now)
    away = Q(last_error__startswith=AWAY, failing_since__lt=latest)
    rows = jobs.running_jobs().filter(Q(queue=QUEUE) & ((untaken & Q(run_at__lt=latest)) | away))
    if organization_id:
        rows = rows.filter(organization_id=organization_id)
    since = Case(When(away, then=F("failing_since")), default=F("run_at"))
    return Overdue(**rows.aggregate(letters=Count("pk"), since=Min(since)))


def watch(*, now: datetime) -> None:
    """Tell the log, and OPERATOR_EMAIL once a day, that letters do not leave: the timetable's entry."""
    found = overdue(now=now)
    if not found.letters:
        return
    log.error("letters do not leave", extra={"letters": found.letters, "since": str(found.since)})
    tell_operator(MAIL_ALARM.name, context={"letters": found.letters, "since": found.since}, now=now)


def tell_operator(letter: str, *, context: dict[str, Any], now: datetime) -> None:
    """Write a letter to OPERATOR_EMAIL, if there is one; of each kind one a day, whatever organization it is about."""
    recent = SystemLetter.objects.filter(letter=letter, created_at__gt=now - QUIET)
    if settings.OPERATOR_EMAIL and not recent.exists():
        language = settings.OPERATOR_LANGUAGE
        writing.send_of_house(letter, to=settings.OPERATOR_EMAIL, language=language, context=context, now=now)
