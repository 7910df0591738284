"""Reading what happened."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.events.kinds import CATALOGUE, CUSTOM
from accounts.events.models import CustomKind, Event
from accounts.events.payload import FieldType


class UnknownKind(LookupError):
    """Neither the catalogue nor the organization knows a kind of this name."""


def timeline(
    *, client_id: uuid.UUID, contact_id: uuid.UUID | None = None, before: tuple[datetime, uuid.UUID] | None = None
) -> QuerySet[Event]:
    """Return what happened to a client (or to one contact there), newest first, older than the `before` of the last page."""
    rows = Event.objects.filter(client_id=client_id).order_by("-happened_at", "-id")
    if contact_id:
        rows = rows.filter(contact_id=contact_id)
    if before:
        moment, last_id = before
        rows = rows.filter(Q(happened_at__lt=moment) | Q(happened_at=moment, id__lt=last_id))
    return rows


def custom_kinds() -> QuerySet[CustomKind]:
    """Return the organization's own kinds in use, by name."""
    return CustomKind.objects.filter(archived_at=None).order_by("name")


def fields_of(names: set[str]) -> dict[str, Mapping[str, FieldType]]:
    """Return the payload fields of each kind; raise UnknownKind for a name that nobody has defined."""
    fields: dict[str, Mapping[str, FieldType]] = {name: CATALOGUE[name].fields for name in names if name in CATALOGUE}
    if own := {name for name in names if name.startswith(CUSTOM)}:
        for kind in custom_kinds().filter(name__in=own):
            fields[kind.name] = {name: FieldType(field_type) for name, field_type in kind.fields.items()}
    if unknown := names - fields.keys():
        raise UnknownKind(", ".join(sorted(unknown)))
    return fields
