"""How rows are called now: for the audit trail and for events."""

import uuid
from collections.abc import Collection

from accounts.clients.models import (
    Client,
    ClientTeamMember,
    Contact,
    ContactRole,
    CustomField,
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


def field_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the labels of these fields, archived ones too: for the audit trail."""
    return dict(CustomField.objects.filter(pk__in=ids).values_list("pk", "label"))


def view_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the names of these views: for the audit trail."""
    return dict(SavedView.objects.filter(pk__in=ids).values_list("pk", "name"))


def member_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return who these members of clients' teams are: for the audit trail."""
    return dict(ClientTeamMember.objects.filter(pk__in=ids).values_list("pk", "employee__name"))
