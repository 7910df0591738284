"""What may be known before an organization is in scope: whose member a person is, and which organizations there are."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import connection


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in one organization, as the door needs it."""

    organization_id: uuid.UUID
    slug: str
    name: str
    role: str
    membership_id: uuid.UUID
    employee_id: uuid.UUID


def seats_of(user_id: uuid.UUID, *, now: datetime) -> list[Seat]:
    """Return the places that are open to the person at `now`, by name of the organization; ended ones are not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tenancy.memberships_of_user(%s, %s)", [user_id, now])
        return [Seat(*row) for row in cursor.fetchall()]


def switched_off_seats_of(user_id: uuid.UUID, *, now: datetime) -> list[Seat]:
    """Return the places that the person has at `now` in organizations that are switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tenancy.switched_off_memberships_of_user(%s, %s)", [user_id, now])
        return [Seat(*row) for row in cursor.fetchall()]


def active_organization_ids() -> list[uuid.UUID]:
    """Return the ids of every active organization: what a recurring job fans out over."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tenancy.active_organization_ids()")
        return [row[0] for row in cursor.fetchall()]


def switched_off_organization_ids() -> list[uuid.UUID]:
    """Return the ids of the organizations that are switched off: their work waits."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM tenancy.switched_off_organization_ids()")
        return [row[0] for row in cursor.fetchall()]


def organization_id_of(slug: str) -> uuid.UUID | None:
    """Return the id of the organization with this address, also of one that is switched off; None for an unknown address."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenancy.organization_id_of(%s)", [slug])
        return cursor.fetchone()[0]
