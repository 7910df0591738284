"""The entries, and the filters of their page."""

import uuid
from datetime import datetime
from typing import Any

from django.db import models
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


def last_change(subject: models.Model, *, action: str, field: str) -> list[Any] | None:
    """Return [old, new] of the field at the last time that the act was done to the row; None if it never was."""
    rows = AuditEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk, action=action)
    changes = rows.order_by("-id").values_list("changes", flat=True).first()
    return (changes or {}).get(field)
