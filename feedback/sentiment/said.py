"""What the timeline says of moods set by hand."""

import uuid
from collections.abc import Mapping, Sequence

from accounts.clients.enums import BuyerRole
from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe
from feedback.sentiment.models import MoodReading


@describe(kinds.MOOD_MARKED)
def marks(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say how the mood was and why; a mark that was taken back leaves no trace in the story."""
    ids = {event.pk: uuid.UUID(event.payload["reading_id"]) for event in events}
    rows = MoodReading.objects.filter(replaced_at=None, value__isnull=False).in_bulk(ids.values())
    return {
        event.pk: Said(
            title=kinds.title_of(kinds.MOOD_MARKED),
            text=". ".join(filter(None, (_role(row.role), row.note))),
            score=row.value,
        )
        for event in events
        if (row := rows.get(ids[event.pk]))
    }


def _role(role: str) -> str:
    return str(BuyerRole(role).label) if role else ""
