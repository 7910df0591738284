"""What the timeline says of gaps."""

import uuid
from collections.abc import Mapping, Sequence

from accounts.clients.enums import BuyerRole
from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe


@describe(kinds.GAP_OPENED, kinds.GAP_CLOSED)
def gaps(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say which role it is."""
    return {
        event.pk: Said(
            title=kinds.title_of(kinds.CATALOGUE[event.kind]), text=str(BuyerRole(event.payload["role"]).label)
        )
        for event in events
    }
