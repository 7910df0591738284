"""The entries, and the filters of their page."""

import uuid
from datetime import datetime

from django.db.models import F, QuerySet

from accounts.audit.models import AuditEntry


def entries(
    *,
    actor_id: uuid.UUID | None = None,
    action: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[AuditEntry]:
    """Return the organization's entries, newest first, each with its `number` in the chain (None: not sealed yet).

    `since` is included, `until` is not.
    """
    rows = AuditEntry.objects.annotate(number=F("seals__number")).order_by("-happened_at", "-id")
    if actor_id:
        rows = rows.filter(actor_id=actor_id)
    if action:
        rows = rows.filter(action=action)
    if since:
        rows = rows.filter(happened_at__gte=since)
    if until:
        rows = rows.filter(happened_at__lt=until)
    return rows
