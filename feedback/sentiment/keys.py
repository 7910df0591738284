"""What becomes of moods when clients or people are merged, and what they hold of people."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Client, Contact
from accounts.clients.people_data import OWN, Person, Place, register_places
from accounts.clients.registry import Key, register_keys
from feedback.sentiment import queries
from feedback.sentiment.models import MoodReading, TextMood


def _readable(rows: QuerySet[Any], role: str, employee_id: uuid.UUID) -> QuerySet[Any]:
    return rows if role == OWN else rows.filter(queries.readable(role=role))


def _forget_words(person: Person, now: datetime) -> None:
    """Take the words out of what texts were read as; label and score stay."""
    of_talks = Q(interaction__people__contact__in=person.ids)
    TextMood.objects.filter(
        pk__in=TextMood.objects.filter(Q(response__contact__in=person.ids) | of_talks).values("pk")
    ).update(result={})


def register() -> None:
    """Let readings follow a merge, and what they hold of people be erased and handed out."""
    register_keys(
        Key(model=MoodReading, column="client", to=Client, title=_("Moods")),
        Key(model=MoodReading, column="contact", to=Contact, title=_("Moods")),
    )
    register_places(
        Place(
            model=MoodReading,
            title=_("Moods"),
            of="contact",
            emptied=("note",),
            harmless=("root", "reasons"),
            readable=_readable,
        ),
        Place(
            model=TextMood,
            title=_("Moods of texts"),
            of="response__contact",
            harmless=("part", "digest", "version", "result"),
            erase=_forget_words,
            readable=_readable,
        ),
    )
