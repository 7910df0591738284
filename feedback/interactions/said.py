"""What the timeline says of talks and promises, to those who may read them."""

import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse

from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe
from feedback.interactions import queries
from feedback.interactions.models import Interaction


@describe(kinds.INTERACTION_LOGGED, kinds.INTERACTION_CONFIDED)
def talks(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say how, with whom and what: once for each talk, however many people took part."""
    ids = {event.pk: uuid.UUID(event.payload["interaction_id"]) for event in events}
    rows = queries.by_id(list(ids.values()), role=reader.role, employee_id=reader.employee_id)
    words: dict[uuid.UUID, Said] = {}
    told = set()
    for event in events:
        row = rows.get(ids[event.pk])
        if row and row.pk not in told:
            told.add(row.pk)
            words[event.pk] = _talk(row, reader)
    return words


def _talk(row: Interaction, reader: Reader) -> Said:
    names = [str(one.contact) for one in row.people.all()]
    return Said(
        title=", ".join([row.get_channel_display(), *names]),
        text=row.notes,
        quote=row.quote,
        score=row.mood,
        url=reverse("interaction", kwargs={"slug": reader.slug, "interaction_id": row.pk}),
    )


@describe(kinds.INTERACTION_CHANGED, kinds.INTERACTION_REMOVED)
def corrections(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say nothing: a talk is told as it stands now, and one that was removed leaves no trace in the story."""
    return {}


@describe(kinds.PROMISE_MADE, kinds.PROMISE_KEPT, kinds.PROMISE_DROPPED)
def promises(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say what was promised."""
    ids = {event.pk: uuid.UUID(event.payload["promise_id"]) for event in events}
    known = queries.promises_of_reader(role=reader.role, employee_id=reader.employee_id).filter(pk__in=ids.values())
    rows = dict(known.values_list("pk", "text"))
    return {
        event.pk: Said(title=kinds.title_of(kinds.CATALOGUE[event.kind]), text=rows[ids[event.pk]])
        for event in events
        if ids[event.pk] in rows
    }
