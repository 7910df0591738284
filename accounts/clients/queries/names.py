"""How rows are called now: for the audit trail and for events."""

import uuid
from collections.abc import Collection, Iterable

from accounts.clients.models import (
    Client,
    ClientTeamMember,
    Contact,
    ContactRole,
    CustomField,
    PersonalLine,
    Position,
    SavedView,
    Segment,
    Tag,
)


def client_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these clients, archived ones too: for the audit trail and for events."""
    return dict(Client.objects.filter(pk__in=ids).values_list("pk", "name"))


def segment_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these segments, archived ones too: for the audit trail."""
    return dict(Segment.objects.filter(pk__in=ids).values_list("pk", "name"))


def tag_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these tags: for the audit trail."""
    return dict(Tag.objects.filter(pk__in=ids).values_list("pk", "name"))


def people_named(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Contact]:
    """Return these people, those who left, were merged or erased too, for whoever says who it was."""
    return Contact.objects.only("name", "erased_at").in_bulk(ids)


def contact_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return how these people are called, the erased ones as such: for the audit trail and for events."""
    return {pk: str(contact) for pk, contact in people_named(ids).items()}


def position_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return who holds these positions: for the audit trail."""
    return _names_of(Position.objects.filter(pk__in=ids).values_list("pk", "contact"))


def role_holders(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return who holds or held these buyer roles: for the audit trail."""
    return _names_of(ContactRole.objects.filter(pk__in=ids).values_list("pk", "position__contact"))


def line_holders(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return whose personal pages these links open: for the audit trail."""
    return _names_of(PersonalLine.objects.filter(pk__in=ids).values_list("pk", "contact"))


def _names_of(holders: Iterable[tuple[uuid.UUID, uuid.UUID]]) -> dict[uuid.UUID, str]:
    contacts = dict(holders)
    names = contact_names(contacts.values())
    return {pk: names[contact_id] for pk, contact_id in contacts.items()}


def field_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the labels of these fields, archived ones too: for the audit trail."""
    return dict(CustomField.objects.filter(pk__in=ids).values_list("pk", "label"))


def view_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these views: for the audit trail."""
    return dict(SavedView.objects.filter(pk__in=ids).values_list("pk", "name"))


def member_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return who these members of clients' teams are: for the audit trail."""
    return dict(ClientTeamMember.objects.filter(pk__in=ids).values_list("pk", "employee__name"))
