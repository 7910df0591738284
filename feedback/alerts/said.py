"""What the timeline says of alerts."""

import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe
from feedback.alerts.models import Ending, Kind, Rung


@describe(kinds.ALERT_RAISED, kinds.ALERT_ACKNOWLEDGED, kinds.ALERT_ESCALATED, kinds.ALERT_ENDED)
def alerts(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say which alert it is, and what became of it."""
    return {event.pk: _said(event, reader) for event in events}


def _said(event: Event, reader: Reader) -> Said:
    told, number = event.payload, event.payload["number"]
    text = _("№ %(number)s: %(what)s") % {"number": number, "what": Kind(told["rule"]).label}
    if "rung" in told:
        text = f"{text} · {Rung(told['rung']).label}"
    if "ending" in told:
        text = f"{text} · {Ending(told['ending']).label}"
    url = reverse("alert", args=[reader.slug, number])
    return Said(title=kinds.title_of(kinds.CATALOGUE[event.kind]), text=text, url=url)
