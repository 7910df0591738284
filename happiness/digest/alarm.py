"""The missed-digest alarm: what was due and did not leave is told to those who can mend it, once for each reader and week."""

import logging
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.jobs import actions as jobs
from accounts.mail import alarm, issues, writing
from accounts.mail import queries as letters
from accounts.mail.letters import DIGEST, DIGEST_ALARM, DIGEST_MISSED
from accounts.mail.models import LetterIssue, OutgoingEmail, State
from accounts.organizations import queries as organizations
from accounts.organizations.models import Organization
from accounts.organizations.roles import Right, roles_with
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from happiness.digest import due
from happiness.digest.due import LATE, Missed

log = logging.getLogger(__name__)

QUEUE = "missed_digests"
TURN = timedelta(minutes=15)  # after an outage digests leave first, and who looks comes behind them
RECENT = timedelta(days=7)
GONE = (State.SENT, State.CAPTURED, State.UNKNOWN)
WAYS = ("unwritten", "unsent")


def request_looks(*, now: datetime) -> None:
    """Ask every active organization whether its digests came: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=QUEUE, subject_id=organization_id, now=now, run_at=now + TURN)


def look(_subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Tell of what did not come. The ledger calls this; twice is once."""
    tell(now=now)


@transaction.atomic
def tell(*, now: datetime) -> int:
    """Tell owners and administrators, and the operator, whose digest of this week did not leave; return of how many it is new.

    Of each reader and week once.
    """
    organization, found = Organization.objects.get(), missed(now=now)
    rows = [_issue(one, now) for one in found]
    new = issues.keep(rows)
    told = [one for one, row in zip(found, rows, strict=True) if row.pk in new]
    if told:
        log.error("digests did not come", extra={"organization_id": str(organization.pk), "readers": len(told)})
        writing.send_new(DIGEST_MISSED.name, _letters(organization, told, now), now=now)
        alarm.tell_operator(DIGEST_ALARM.name, context={"organization_name": organization.name}, now=now)
    return len(told)


def missed(*, now: datetime) -> list[Missed]:
    """Return whose digest of this week should have left the house hours ago, and has not.

    Whoever has paused theirs, or wants none, misses none; where sending was stopped, letters wait on purpose; and a demo's
    clock jumps over days.
    """
    if Organization.objects.get().is_demo:
        return []
    return [*due.late(now=now), *_unsent(now)]


def _unsent(now: datetime) -> list[Missed]:
    """Return whose digest was written hours ago, and whose letter is still here."""
    if letters.sender_profile().stopped_at:
        return []
    rows = LetterIssue.objects.filter(kind=DIGEST.name, created_at__range=(now - RECENT, now - LATE))
    found = {f"digest:{row.pk}": row for row in rows}
    waiting = OutgoingEmail.objects.filter(dedupe_key__in=found).exclude(state__in=GONE).order_by("dedupe_key")
    stuck = [found[key] for key in waiting.values_list("dedupe_key", flat=True)]
    names = organizations.employee_names({row.employee_id for row in stuck})
    return [Missed(row.employee_id, names[row.employee_id], row.period, is_written=True) for row in stuck]


def _issue(one: Missed, now: datetime) -> LetterIssue:
    content = {"way": WAYS[one.is_written]}
    return LetterIssue(
        kind=DIGEST_MISSED.name, period=one.period, employee_id=one.employee_id, content=content, created_at=now
    )


def _letters(organization: Organization, told: Sequence[Missed], now: datetime) -> list[OutgoingEmail]:
    context: dict[str, Any] = {
        "organization_name": organization.name,
        "unwritten": [one.name for one in told if not one.is_written],
        "unsent": [one.name for one in told if one.is_written],
        "number": len(told),
        "digests_url": settings.BASE_URL + reverse("digests", args=[organization.slug]),
        "people_url": settings.BASE_URL + reverse("people", args=[organization.slug]),
        "log_url": settings.BASE_URL + reverse("mail-log", args=[organization.slug]),
    }
    responsible = organizations.current_memberships(now=now).filter(
        role__in=roles_with(Right.MANAGE_MAIL), employee__left_at=None
    )
    return [
        writing.letter_to(
            DIGEST_MISSED.name,
            to=one.email,
            to_name=one.name,
            language=one.language,
            employee_id=one.pk,
            sender_name=organization.name,
            context=context,
            now=now,
        )
        for one in (row.employee for row in responsible)
    ]
