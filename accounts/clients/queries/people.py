"""Reading the people at clients."""

import uuid
from collections.abc import Collection
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet

from accounts.clients.models import Contact, ContactEmail, ContactRole, PersonRequest, Position


def contacts() -> QuerySet[Contact]:
    """Return the people who were neither erased nor merged, by name."""
    return Contact.objects.filter(erased_at=None, merged_into=None).order_by("sort_name", "id")


def known_contacts() -> QuerySet[Contact]:
    """Return everybody who was not erased: merged people too, because old links lead to them."""
    return Contact.objects.filter(erased_at=None)


def surviving_contacts(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Return for each of these people who they are now: themselves, or whom their entry was merged into."""
    found = {one: one for one in ids}
    while into := dict(
        Contact.objects.filter(pk__in=found.values(), merged_into__isnull=False).values_list("pk", "merged_into")
    ):
        found = {one: into.get(last, last) for one, last in found.items()}
    return found


def addresses(*, contact_id: uuid.UUID) -> QuerySet[ContactEmail]:
    """Return the e-mail addresses of a person, the one where letters go first."""
    return ContactEmail.objects.filter(contact=contact_id).order_by("-is_primary", "created_at", "id")


def open_positions() -> QuerySet[Position]:
    """Return the places of people who have not left, with the people and their clients."""
    rows = Position.objects.filter(left_on=None, contact__erased_at=None, client__merged_into=None)
    return rows.select_related("contact", "client")


def positions(*, client_id: uuid.UUID) -> QuerySet[Position]:
    """Return who works at a client now, by name, with the people, their present roles and their first addresses."""
    rows = Position.objects.filter(client=client_id, left_on=None, contact__erased_at=None)
    roles = Prefetch("roles", queryset=ContactRole.objects.filter(valid_until=None), to_attr="present_roles")
    first = Prefetch("contact__emails", queryset=ContactEmail.objects.filter(is_primary=True), to_attr="first_emails")
    return rows.select_related("contact").prefetch_related(roles, first).order_by("contact__sort_name", "id")


def former_positions(*, client_id: uuid.UUID) -> QuerySet[Position]:
    """Return who has left the client, the last one first, with the people and their successors."""
    rows = Position.objects.filter(client=client_id, left_on__isnull=False, contact__erased_at=None)
    return rows.select_related("contact", "successor").order_by("-left_on", "-id")


def positions_of(*, contact_id: uuid.UUID) -> QuerySet[Position]:
    """Return where the person works or has worked, with the clients and every role there; former places last."""
    rows = Position.objects.filter(contact=contact_id).select_related("client", "successor")
    roles = Prefetch("roles", queryset=ContactRole.objects.order_by("valid_from", "id"))
    return rows.prefetch_related(roles).order_by(F("left_on").desc(nulls_first=True), "created_at", "id")


def colleagues(*, position: Position) -> QuerySet[Contact]:
    """Return the others who work at the same client, by name."""
    here = Position.objects.filter(client=position.client_id, left_on=None).values("contact")
    return contacts().filter(pk__in=here).exclude(pk=position.contact_id)


def current_roles(*, on: date) -> QuerySet[ContactRole]:
    """Return the buyer roles that are valid on the day, of people who have not left."""
    valid = Q(valid_from__lte=on) & (Q(valid_until=None) | Q(valid_until__gt=on))
    return ContactRole.objects.filter(valid, position__left_on=None)


def owner_of_address(address: str) -> Contact | None:
    """Return the person to whom the e-mail address belongs, however its letters are written; nobody who was erased."""
    rows = ContactEmail.objects.select_related("contact").filter(contact__erased_at=None)
    row = rows.filter(address=address.strip().lower()).first()
    return row.contact if row else None


def exports_of(*, contact_id: uuid.UUID) -> QuerySet[PersonRequest]:
    """Return what was put together about a person, the newest first."""
    rows = PersonRequest.objects.filter(contact=contact_id, kind=PersonRequest.Kind.EXPORT)
    return rows.select_related("by").order_by("-requested_at", "-id")[:20]
