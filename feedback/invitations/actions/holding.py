"""Asking nobody for now: while a case is open, or in a crisis."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts import clock
from accounts.audit import actions as audit
from accounts.clients.models import Client, Contact
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from feedback.invitations.actions.planning import reconsider
from feedback.invitations.models import BY_HAND, AskState, Hold, PlannedAsk

HOLD_ENDS = "hold_ends"  # the queue


def cause_of(client: Client, contact: Contact | None = None) -> str:
    """Return the cause of holding a client, or one person there, by hand."""
    return f"{BY_HAND}{client.pk}:{contact.pk}" if contact else f"{BY_HAND}{client.pk}"


@transaction.atomic
def hold(
    *,
    client: Client,
    cause: str,
    by: Employee | None,
    now: datetime,
    contact: Contact | None = None,
    note: str = "",
    until: datetime | None = None,
) -> Hold:
    """Ask nobody of the client (or not this person) until `cause` is released, or `until` comes; twice is once.

    What is planned meanwhile waits as long as its own patience lasts, and says so in the ledger.
    """
    values = {"client": client, "contact": contact, "note": note, "held_by": by, "held_at": now, "until": until}
    row, is_new = Hold.objects.get_or_create(cause=cause, released_at=None, defaults=values)
    if is_new:
        audit.record(action="asking.held", subject=row, by=by, now=now, before=audit.NEW)
        reconsider(_waiting(row), now=now)
        if until:
            run_at = until - clock.offset()
            jobs.enqueue(queue=HOLD_ENDS, subject_id=row.pk, now=clock.real_now(), run_at=run_at)
    return row


@transaction.atomic
def release(*, cause: str, by: Employee | None, now: datetime) -> bool:
    """End a hold: what has waited for that is looked at anew. False when nothing was held by this cause."""
    row = Hold.objects.select_for_update().filter(cause=cause, released_at=None).first()
    if row is None:
        return False
    before = audit.snapshot(row)
    row.released_at = now
    row.save(update_fields=["released_at"])
    audit.record(action="asking.released", subject=row, by=by, now=now, before=before)
    reconsider(_waiting(row), now=now)
    return True


def end_due(hold_ids: list[uuid.UUID], now: datetime) -> None:
    """End the holds whose day has come. The ledger of work calls this, as often as it likes."""
    own = now + clock.offset()
    for row in Hold.objects.filter(pk__in=hold_ids, released_at=None, until__lte=own):
        release(cause=row.cause, by=None, now=own)


def _waiting(row: Hold) -> list[PlannedAsk]:
    whom = Q(contact=row.contact_id) if row.contact_id else Q()
    return list(PlannedAsk.objects.filter(whom, client=row.client_id, state=AskState.PLANNED))
