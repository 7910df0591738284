"""What the timeline says of decisions."""

import uuid
from collections.abc import Mapping, Sequence

from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe
from accounts.web.text import as_id
from journeys.decisions import queries


@describe(kinds.DECISION_ASKED, kinds.DECISION_ANSWERED)
def decisions(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say that something was asked or decided, and which usual choice was taken; the question is between those two."""
    rows = queries.told([found for event in events if (found := as_id(str(event.payload.get("decision_id", ""))))])
    words = {}
    for event in events:
        row = rows.get(uuid.UUID(str(event.payload["decision_id"])))
        text = row.usual_answer() if row and event.kind == kinds.DECISION_ANSWERED.name else ""
        words[event.pk] = Said(title=kinds.title_of(kinds.CATALOGUE[event.kind]), text=text)
    return words
