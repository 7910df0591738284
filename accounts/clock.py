"""What time it is: the real time, or a demo organization's own.

Every calculation takes `now`; this module is where views and jobs get it. A demo organization may stand on another day
(`Organization.clock_offset`), so that its history can be shown and its rules replayed.
"""

import uuid
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from accounts.tenancy.context import organization_id_or_none, scope_notes


def now() -> datetime:
    """Return the time of the current organization, or the real time outside of a scope."""
    return real_now() + offset()


def offset() -> timedelta:
    """Return how far the current organization's clock is from the real one; outside of a scope not at all.

    Jobs are due by the real clock: what shall be done at an organization's own time is due at that time without the offset.
    """
    organization_id = organization_id_or_none()
    if organization_id is None:
        return timedelta(0)
    notes = scope_notes()
    if "clock_offset" not in notes:
        notes["clock_offset"] = _offset(organization_id)
    return notes["clock_offset"]


def know(offset: timedelta) -> None:
    """Take the current organization's clock from whoever has read the organization already."""
    scope_notes()["clock_offset"] = offset


def real_now() -> datetime:
    """Return the time of this machine: for leases, guests' time limits and the timetable, which no demo may step."""
    return timezone.now()  # noqa: TID251 this is the place


def _offset(organization_id: uuid.UUID) -> timedelta:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_offset FROM accounts_organization WHERE id = %s", [organization_id])
        row = cursor.fetchone()
    return row[0] if row else timedelta(0)
