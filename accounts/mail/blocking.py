"""People's decisions about blocked addresses: those of the house, and those of the readers themselves."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from accounts.audit import actions as audit
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.actions import Fact
from accounts.mail.models import OutgoingEmail, Suppression
from accounts.mail.said import ASKED_BY_READER
from accounts.mail.suppression import suppress

NOTHING: Mapping[str, Any] = {}


@transaction.atomic
def block(*, address: str, until: datetime | None, by: models.Model, now: datetime) -> Suppression:
    """Send nothing to the address until a moment (None: for ever); an entry that blocks longer stays as it is."""
    before = _before(address)
    row = suppress(address=address, reason=Suppression.Reason.BY_HAND, until=until, now=now)
    audit.record(action="suppression.added", subject=row, by=by, now=now, before=before)
    return row


@transaction.atomic
def unblock(*, suppression: Suppression, by: models.Model, now: datetime) -> None:
    """Let the address get letters again; nothing happens when somebody has removed the entry already."""
    row = Suppression.objects.select_for_update().filter(pk=suppression.pk).first()
    if row is None:
        return
    audit.record(action="suppression.removed", subject=row, by=by, now=now)
    row.delete()


@transaction.atomic
def decline(*, email: OutgoingEmail, now: datetime) -> Suppression:
    """The reader of the letter wants no more letters. The second time changes nothing.

    What the reader says is stronger than what the house or a server said: it replaces every other reason but a complaint.
    """
    told = {"email_id": email.pk, "letter": email.letter}
    return decline_at(address=email.to_address, contact_id=email.contact_id, now=now, told=told)


@transaction.atomic
def decline_at(
    *, address: str, contact_id: uuid.UUID | None, now: datetime, told: Mapping[str, Any] = NOTHING
) -> Suppression:
    """As `decline`, where the reader has said so on their own page; `told` is what the event says of the letter."""
    address = address.lower()
    before = _before(address)
    row = suppress(address=address, reason=Suppression.Reason.UNSUBSCRIBED, until=None, now=now)
    if row.reason not in ASKED_BY_READER:
        row.reason = Suppression.Reason.UNSUBSCRIBED
        row.save(update_fields=["reason"])
    if audit.record(action="suppression.declined", subject=row, by=None, now=now, before=before):
        fact = Fact(
            kind=kinds.MAIL_UNSUBSCRIBED,
            happened_at=now,
            contact_id=contact_id,
            payload=told,
            dedupe_key=f"{kinds.MAIL_UNSUBSCRIBED.name}:{row.pk}",
        )
        events.publish(fact, now=now)
    return row


@transaction.atomic
def undo_decline(*, email: OutgoingEmail, now: datetime) -> None:
    """The reader wants letters after all. Only the reader's own entry is removed: not a complaint, not the house's."""
    undo_decline_at(address=email.to_address, now=now)


@transaction.atomic
def undo_decline_at(*, address: str, now: datetime) -> None:
    """As `undo_decline`, where the reader has said so on their own page."""
    rows = Suppression.objects.select_for_update().filter(address=address.lower())
    row = rows.filter(reason=Suppression.Reason.UNSUBSCRIBED).first()
    if row is None:
        return
    audit.record(action="suppression.undone", subject=row, by=None, now=now)
    row.delete()


def _before(address: str) -> dict[str, object]:
    row = Suppression.objects.select_for_update().filter(address=address.lower()).first()
    return audit.snapshot(row) if row else audit.NEW
