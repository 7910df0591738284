"""What becomes of plans when people are merged, or forgotten; and what rulings hold of them."""

import uuid
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.clients.models import Contact
from accounts.clients.people_data import Person, Place, register_places, struck
from accounts.clients.registry import Key, register_keys
from journeys.initiatives.models import Initiative, Ruling

KEYS = (Key(model=Initiative, column="ally", to=Contact, title=_("Champion of initiatives")),)


def _own_words(rows: QuerySet[Any], _role: str, _employee_id: uuid.UUID) -> QuerySet[Any]:
    """Keep what we say to one another out of what a person is handed."""
    return rows.none()


def _strike_rulings(person: Person, _now: datetime) -> None:
    """Strike the person's names out of the rulings on cases of all clients that they know."""
    for row in Ruling.objects.filter(case__client__in=person.client_ids):
        texts = {name: struck(getattr(row, name), person.words) for name in ("what", "note")}
        Ruling.objects.filter(pk=row.pk).update(**texts)


PLACES = (
    Place(
        model=Initiative,
        title=_("Champion of initiatives"),
        of="ally",
        struck=("name", "problem", "outcome"),
        harmless=("source", "stage", "aspect", "metric", "state", "currency"),
    ),
    Place(
        model=Ruling,
        title=_("Rulings"),
        of="case__contact",
        harmless=("what", "note"),
        erase=_strike_rulings,
        readable=_own_words,
    ),
)


def register() -> None:
    """Let plans follow a merge, and names be struck out."""
    register_keys(*KEYS)
    register_places(*PLACES)
