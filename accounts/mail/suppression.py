"""Addresses that get no letters."""

import hashlib
import uuid
from datetime import datetime

from accounts.mail.models import Suppression


def suppress(*, address: str, reason: Suppression.Reason, until: datetime | None, now: datetime) -> Suppression:
    """Send nothing to the address until a day (None: for ever) and return the row; a stronger entry is never weakened."""
    row, created = Suppression.objects.select_for_update().get_or_create(
        address=address.lower(), defaults={"reason": reason, "until": until, "created_at": now}
    )
    weaker = not created and row.until is not None and (until is None or until > row.until)
    if weaker:
        if row.until <= now:
            row.created_at = now  # the earlier time was over: this one begins now
        row.reason, row.until = reason, until
        row.save(update_fields=["reason", "until", "created_at"])
    return row


def digest_of(organization_id: uuid.UUID, address: str) -> str:
    """Return what is kept of an address whose owner was erased: enough to know it again in this organization, and no more."""
    return "erased:" + hashlib.sha256(f"{organization_id}:{address.lower()}".encode()).hexdigest()
