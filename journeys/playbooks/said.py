"""What the timeline says of playbooks that began and ended."""

import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe
from journeys.playbooks.models import Cause, Ending

BEGUN, OVER = kinds.PLAYBOOK_STARTED.name, kinds.PLAYBOOK_ENDED.name


@describe(kinds.PLAYBOOK_STARTED, kinds.PLAYBOOK_ENDED)
def playbooks(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say which playbook it was, by what it began, and why it ended early."""
    return {
        event.pk: Said(
            title=_title(event) % {"playbook": event.payload["playbook"]},
            text=_text(event),
            url=reverse("playbook-run", kwargs={"slug": reader.slug, "run_id": event.payload["run_id"]}),
        )
        for event in events
    }


def _title(event: Event) -> str:
    if event.kind == BEGUN:
        return _("The playbook “%(playbook)s” began")
    return (
        _("The playbook “%(playbook)s” ended early")
        if event.payload.get("reason")
        else _("The playbook “%(playbook)s” is done")
    )


def _text(event: Event) -> str:
    if event.kind == BEGUN:
        return str(Cause(event.payload["cause"]).label)
    return str(Ending(event.payload.get("reason")).label) if event.payload.get("reason") else ""
