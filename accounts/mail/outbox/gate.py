"""May this letter leave now? Asked in the same transaction that says it is being attempted."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Q

from accounts.mail.letters import Priority
from accounts.mail.models import OutgoingEmail, SenderProfile, State, Suppression, SystemLetter
from accounts.mail.outbox.rows import LATER, Item
from accounts.mail.registry import recheck_of


class Refused(Exception):
    """The letter does not leave now: `state` is what becomes of it, `run_at` when to ask again (None: never)."""

    def __init__(self, state: State, reason: str, run_at: datetime | None = None) -> None:
        super().__init__(reason)
        self.state, self.reason, self.run_at = state, reason, run_at


def pass_through(item: Item, *, now: datetime) -> None:
    """Return when the letter may leave; raise Refused with what becomes of it otherwise."""
    _installation(item, now)
    if isinstance(item.row, SystemLetter):
        return
    row: OutgoingEmail = item.row
    _lock_person(row)
    if item.kind.priority > Priority.SYSTEM:
        _organization(row, now)
    if reason := _suppressed(item, now):
        raise Refused(State.SUPPRESSED, reason)
    recheck = recheck_of(row.letter)
    if recheck and (reason := recheck(row, now)):
        raise Refused(State.SUPPRESSED, reason)


def _installation(item: Item, now: datetime) -> None:
    written_at = item.row.decided_at or item.row.created_at
    if settings.MAIL_RESTORED_AT and written_at < settings.MAIL_RESTORED_AT:
        raise Refused(State.HELD, "written before the database was restored: it may have been sent")
    if settings.MAIL_MODE == "staging":
        raise Refused(State.CAPTURED, "staging: nothing leaves")
    if settings.MAIL_MODE == "stopped":
        raise Refused(State.PENDING, "sending is stopped for the whole installation", now + LATER)


def _organization(row: OutgoingEmail, now: datetime) -> None:
    profile = SenderProfile.objects.first()
    if profile is None:
        return
    if profile.stopped_at:
        raise Refused(State.PENDING, "sending is stopped by the organization", now + LATER)
    if profile.hourly_limit is not None:
        hour = OutgoingEmail.objects.filter(state=State.SENT, sent_at__gt=now - timedelta(hours=1))
        if hour.count() >= profile.hourly_limit:
            raise Refused(State.PENDING, "the hour's limit is reached", now + LATER * 2)


def _suppressed(item: Item, now: datetime) -> str:
    rows = Suppression.objects.filter(Q(until=None) | Q(until__gt=now), address=item.row.to_address.lower())
    if not item.kind.optional:  # who declined letters still gets the code they ask for
        rows = rows.exclude(reason=Suppression.Reason.UNSUBSCRIBED)
    found = rows.first()
    return str(found.get_reason_display()) if found else ""


def _lock_person(row: OutgoingEmail) -> None:
    """Let letters to one person be looked at one after the other, until the end of the transaction."""
    with connection.cursor() as cursor:
        person = f"{row.organization_id}:{row.contact_id or row.to_address}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", [person])
