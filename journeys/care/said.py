"""What the timeline says of gestures: on which occasion and how, not what it cost."""

import uuid
from collections.abc import Mapping, Sequence

from accounts.clients import queries as registry
from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe
from journeys.care.models import Form, Kind


@describe(kinds.GESTURE_APPROVED, kinds.GESTURE_SENT)
def gestures(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say the occasion, how, and for whom when it was for one person."""
    names = registry.contact_names([event.contact_id for event in events if event.contact_id])
    words = {}
    for event in events:
        who = names.get(event.contact_id, "") if event.contact_id else ""
        told = [Kind(event.payload["gesture_kind"]).label, Form(event.payload["gesture_form"]).label, who]
        title = kinds.title_of(kinds.CATALOGUE[event.kind])
        words[event.pk] = Said(title=title, text=", ".join(str(one) for one in told if one))
    return words
