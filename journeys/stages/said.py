"""What the timeline says of stages."""

import uuid
from collections.abc import Mapping, Sequence

from django.utils.translation import ngettext

from accounts.clients import queries as registry
from accounts.clients.enums import Stage
from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe


@describe(kinds.STAGE_ENTERED, kinds.STAGE_LEFT, kinds.STAGE_STEP, kinds.STAGE_STUCK)
def stages(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say which stage it was, on which step, for how many days, and whose when it was one person's."""
    names = registry.contact_names([event.contact_id for event in events if event.contact_id])
    words = {}
    for event in events:
        who = names.get(event.contact_id, "") if event.contact_id else ""
        days = event.payload.get("days")
        spent = ngettext("%(days)d day", "%(days)d days", days) % {"days": days} if days else ""
        stage = str(Stage(event.payload["stage"]).label)
        text = ", ".join(filter(None, [stage, event.payload.get("step", ""), spent, who]))
        words[event.pk] = Said(title=kinds.title_of(kinds.CATALOGUE[event.kind]), text=text)
    return words
