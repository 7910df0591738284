"""Revenue that was booked."""

from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.contracts.actions.facts import recount
from accounts.contracts.models import RevenueEntry
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee


class DocumentTaken(RuntimeError):
    """A document with this number is booked already."""


@transaction.atomic
def add_entry(*, entry: RevenueEntry, by: Employee, now: datetime) -> None:
    """Book revenue of a client; its facts follow. A credit note is negative. Raises DocumentTaken."""
    entry.created_at = now
    with saving.refuse_twins(DocumentTaken):
        saving.save_new(entry, action="revenue.booked", by=by, now=now)
    recount(client_ids=[entry.client_id], now=now)


@transaction.atomic
def remove_entry(*, entry: RevenueEntry, by: Employee, now: datetime) -> None:
    """Delete what was booked by mistake, so that its document can be booked anew; the trail keeps the act."""
    audit.record(action="revenue.removed", subject=entry, by=by, now=now)
    client_id = entry.client_id
    entry.delete()
    recount(client_ids=[client_id], now=now)
