"""What the timeline says of people who were asked."""

import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe
from feedback.surveys import queries as surveys


@describe(kinds.SURVEY_ASKED)
def questions(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say which survey it was."""
    ids = {event.pk: uuid.UUID(event.payload["survey_id"]) for event in events}
    names = surveys.survey_names(set(ids.values()))
    return {
        event.pk: Said(
            title=_("Asked: %(survey)s") % {"survey": names.get(ids[event.pk], "")},
            url=reverse("survey-asked", kwargs={"slug": reader.slug, "survey_id": ids[event.pk]}),
        )
        for event in events
    }
