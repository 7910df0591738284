"""Asking nobody for now: while a case is open, or in a crisis."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.audit import actions as audit
from accounts.clients.models import Client, Contact
from accounts.organizations.models import Employee
from feedback.invitations.actions.planning import reconsider
from feedback.invitations.models import AskState, Hold, PlannedAsk


@transaction.atomic
def hold(
    *,
    client: Client,
    cause: str,
    by: Employee | None,
    now: datetime,
    contact: Contact | None = None,
    note: str = "",
) -> Hold:
    """Ask nobody of the client (or not this person) until `cause` is released; twice is once.

    What is planned meanwhile waits as long as its own patience lasts, and says so in the ledger.
    """
    values = {"client": client, "contact": contact, "note": note, "held_by": by, "held_at": now}
    row, is_new = Hold.objects.get_or_create(cause=cause, released_at=None, defaults=values)
    if is_new:
        audit.record(action="asking.held", subject=row, by=by, now=now, before=audit.NEW)
        reconsider(_waiting(row), now=now)
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


def _waiting(row: Hold) -> list[PlannedAsk]:
    whom = Q(contact=row.contact_id) if row.contact_id else Q()
    return list(PlannedAsk.objects.filter(whom, client=row.client_id, state=AskState.PLANNED))
