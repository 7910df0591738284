"""Reading the people at clients."""

import uuid
from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from accounts.clients.models import Contact, ContactEmail, ContactRole, Position


def contacts() -> QuerySet[Contact]:
    """Return the people who were neither erased nor merged, by name."""
    return Contact.objects.current().order_by("sort_name", "id")


def positions(*, client_id: uuid.UUID) -> QuerySet[Position]:
    """Return who works at a client now, with the people themselves, by name."""
    rows = Position.objects.filter(client=client_id, left_on=None, contact__erased_at=None)
    return rows.select_related("contact").order_by("contact__sort_name", "id")


def current_roles(*, on: date) -> QuerySet[ContactRole]:
    """Return the buyer roles that are valid on the day, of people who have not left."""
    valid = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))
    return ContactRole.objects.filter(valid, position__left_on=None)


def owner_of_address(address: str) -> Contact | None:
    """Return the person to whom the e-mail address belongs, however its letters are written."""
    row = ContactEmail.objects.select_related("contact").filter(address=address.strip().lower()).first()
    return row.contact if row else None


def contact_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these people, those who left too: for the audit trail and for events. The erased have none."""
    return dict(Contact.objects.filter(pk__in=ids, erased_at=None).values_list("pk", "name"))


def position_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return who holds these positions: for the audit trail."""
    return dict(Position.objects.filter(pk__in=ids, contact__erased_at=None).values_list("pk", "contact__name"))


def role_holders(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return who holds or held these buyer roles: for the audit trail."""
    rows = ContactRole.objects.filter(pk__in=ids, position__contact__erased_at=None)
    return dict(rows.values_list("pk", "position__contact__name"))
