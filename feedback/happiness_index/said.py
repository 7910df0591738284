"""What the timeline says of the index."""

import uuid
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe


@describe(kinds.INDEX_CHANGED)
def changes(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say from which number to which it has moved; unknown is said to be unknown."""
    found = {}
    for event in events:
        before, after = event.payload.get("from"), event.payload.get("to")
        words = {
            "before": _("unknown") if before is None else before,
            "after": _("unknown") if after is None else after,
        }
        found[event.pk] = Said(
            title=kinds.title_of(kinds.INDEX_CHANGED),
            text=_("From %(before)s to %(after)s") % words,
            score=after,
        )
    return found
