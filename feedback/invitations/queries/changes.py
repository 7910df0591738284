"""What was done about what a person said, in the words that are for them."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from accounts.events import kinds
from accounts.events.models import Event


@dataclass(frozen=True, slots=True)
class Change:
    """What was done, and what the person had said; "" where nobody has written that down."""

    at: datetime
    done: str
    said: str = ""


def changes(*, contact_id: uuid.UUID, most: int, since: datetime | None = None) -> list[Change]:
    """Return the newest cases of the person that were closed, at or after `since` where that is given."""
    rows = Event.objects.filter(kind=kinds.CASE_CLOSED.name, contact_id=contact_id, payload__done__gt="")
    if since:
        rows = rows.filter(happened_at__gte=since)
    newest = rows.order_by("-happened_at", "-id")[:most]
    return [Change(one.happened_at, one.payload["done"], one.payload.get("said", "")) for one in newest]
