"""Reading what happened."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q, QuerySet

from accounts.events.kinds import CATALOGUE, CUSTOM, Group, group_of, names_in, title_of
from accounts.events.models import CustomKind, Event, Origin
from accounts.events.payload import FieldType
from accounts.events.registry import Describer, Reader, Said, describer_of


class UnknownKind(LookupError):
    """Neither the catalogue nor the organization knows a kind of this name."""


def timeline(
    *, client_id: uuid.UUID | None = None, contact_id: uuid.UUID | None = None, group: Group | None = None
) -> QuerySet[Event]:
    """Return what happened to a client, or to one contact anywhere, for accounts.web.pagination to order by -happened_at.

    A group leaves its kinds only; the organization's own kinds are notes.
    """
    rows = Event.objects.filter(client_id=client_id) if client_id else Event.objects.filter(contact_id=contact_id)
    if group == Group.NOTE:
        return rows.filter(Q(kind__in=names_in(group)) | Q(kind__startswith=CUSTOM))
    return rows.filter(kind__in=names_in(group)) if group else rows


def said(events: Sequence[Event], *, reader: Reader) -> list[tuple[Event, Group, Said]]:
    """Return the events that the reader may see, in their order, each with its group and its words.

    Every describer is asked once, so the number of queries does not grow with the number of events.
    """
    by_describer: dict[Describer | None, list[Event]] = defaultdict(list)
    for event in events:
        by_describer[describer_of(event.kind)].append(event)
    words: dict[uuid.UUID, Said] = {}
    for describer, theirs in by_describer.items():
        words.update(describer(theirs, reader) if describer else _plainly(theirs))
    return [(event, group_of(event.kind), words[event.pk]) for event in events if event.pk in words]


def _plainly(events: Sequence[Event]) -> dict[uuid.UUID, Said]:
    """Say the title of each event; of the organization's own kinds also what came with it."""
    own = {kind.name: kind for kind in CustomKind.objects.filter(name__in={event.kind for event in events})}
    words = {}
    for event in events:
        known, custom = CATALOGUE.get(event.kind), own.get(event.kind)
        if known:
            words[event.pk] = Said(title=title_of(known))
        else:
            details = ", ".join(f"{name}: {value}" for name, value in event.payload.items())
            words[event.pk] = Said(title=custom.title if custom else event.kind, text=details)
    return words


def lived_on(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Return those of the clients and people with whom something has happened beside what imports told of them."""
    rows = Event.objects.exclude(origin=Origin.IMPORT)
    clients = rows.filter(client_id__in=ids).values_list("client_id", flat=True)
    return set(clients.distinct()) | set(
        rows.filter(contact_id__in=ids).values_list("contact_id", flat=True).distinct()
    )


def known_keys(dedupe_keys: Collection[str]) -> set[str]:
    """Return those of the keys under which an event is recorded already."""
    return set(Event.objects.filter(dedupe_key__in=dedupe_keys).values_list("dedupe_key", flat=True))


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
