"""Taking an act on many rows back, for a few minutes."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from accounts.clients import registry
from accounts.clients.models import Undo
from accounts.organizations.models import Employee

LASTS = timedelta(minutes=10)
FORGOTTEN_AFTER = timedelta(days=1)


class TooLate(RuntimeError):
    """The time for taking this act back is over."""


class AlreadyUndone(RuntimeError):
    """The act was taken back already."""


def keep_undo(
    *, kind: str, title: str, data: dict[str, Any], by: Employee, now: datetime, lasts: timedelta = LASTS
) -> Undo:
    """Keep what it takes to undo an act, in the transaction of the act; `kind` is registered, `data` is plain JSON.

    What nobody can undo any more is thrown away on this occasion.
    """
    Undo.objects.filter(expires_at__lt=now - FORGOTTEN_AFTER).delete()
    return Undo.objects.create(kind=kind, title=title[:200], data=data, by=by, created_at=now, expires_at=now + lasts)


@transaction.atomic
def undo(*, kept: Undo, by: Employee, now: datetime) -> registry.Undone:
    """Take the act back where nobody has changed its rows since, and say what was left. Raises TooLate, AlreadyUndone."""
    kept = Undo.objects.select_for_update().get(pk=kept.pk)
    if kept.undone_at:
        raise AlreadyUndone
    if kept.expires_at < now:
        raise TooLate
    kept.undone_at = now
    kept.save(update_fields=["undone_at"])
    return registry.undo_function(kept.kind)(kept.data, by=by, now=now)
