"""Gestures: what waits, what was done, and what came of it."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.db.models import Max, QuerySet

from accounts.mail.models import OutgoingEmail
from accounts.organizations.models import Employee
from feedback.sentiment.models import MoodReading
from journeys.care.effect import BEFORE, Effect, Felt, difference, effect
from journeys.care.models import OPEN, Form, Gesture, State

LOOKED_AT, MOST = timedelta(days=730), 2000  # gestures whose effect is counted: not older, and so many at most


def gestures() -> QuerySet[Gesture]:
    """Return every gesture with whom it is for and who does it, the nearest day first."""
    return Gesture.objects.select_related("client", "contact", "owner", "decided_by").order_by("on", "id")


def waiting() -> QuerySet[Gesture]:
    """Return what waits for approval, the nearest day first."""
    return gestures().filter(state=State.DRAFT)


def ahead(*, owner: Employee, until: date) -> QuerySet[Gesture]:
    """Return what this person is to do for somebody until a day, approved or not, the nearest first; what is late, too."""
    return gestures().filter(owner=owner, state__in=OPEN, on__lte=until)


def last_greeted(contact_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, datetime]:
    """Return when a greeting left last for each of these people; who never got one is not in it."""
    sent = Gesture.objects.filter(contact__in=contact_ids, state=State.DONE, form=Form.LETTER)
    return dict(sent.values_list("contact").annotate(at=Max("done_at")).order_by())


def letter_key(gesture_id: uuid.UUID) -> str:
    """Return the key under which the outbox knows the letter of a gesture."""
    return f"greeting:{gesture_id}"


def letter_of(gesture: Gesture) -> OutgoingEmail | None:
    """Return the letter of a gesture, once it was handed to the outbox."""
    return OutgoingEmail.objects.filter(dedupe_key=letter_key(gesture.pk)).first()


def effect_on_mood(*, now: datetime) -> Effect:
    """Return how moods changed after the gestures of two years that were done for a person; readings everybody may see only."""
    rows = Gesture.objects.filter(state=State.DONE, contact__isnull=False, done_at__gte=now - LOOKED_AT)
    done = list(rows.order_by("-done_at", "-id").values_list("contact", "done_at")[:MOST])
    moods: dict[uuid.UUID, list[Felt]] = defaultdict(list)
    readings = MoodReading.objects.filter(
        contact__in={contact for contact, _at in done},
        happened_at__gte=now - LOOKED_AT - BEFORE,
        replaced_at=None,
        value__isnull=False,
        confidential=False,
    )
    for contact, at, value in readings.values_list("contact", "happened_at", "value"):
        moods[contact].append(Felt(at, value))
    differences = (difference(at, moods[contact]) for contact, at in done)
    return effect(one for one in differences if one is not None)


def gesture_titles(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return for whom each gesture is, for the audit trail: the client alone."""
    return dict(Gesture.objects.filter(pk__in=ids).values_list("pk", "client__name"))
