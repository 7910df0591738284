"""Reading letters in our own words."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Max

from feedback.letters.models import LetterState, PlannedLetter


def last_written(contact_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """Return when such a letter left last for each of these people; who never got one is not in it."""
    sent = PlannedLetter.objects.filter(contact__in=contact_ids, state=LetterState.SENT)
    return dict(sent.values_list("contact").annotate(at=Max("due_at")).order_by())
