"""What care holds of people."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.clients.people_data import Person, Place, register_places
from journeys.care import words
from journeys.care.models import OPEN, Gesture, HardMoment, PersonCare, State


def _erase_gestures(person: Person, now: datetime) -> None:
    """Empty what was written to the person, and let nothing that waits happen; that there was a gesture, and its cost, stay."""
    rows = Gesture.objects.filter(contact__in=person.ids)
    rows.filter(state__in=OPEN).update(state=State.MISSED, reason="gone")


PLACES = (
    Place(
        model=PersonCare,
        title=_("Wishes on greetings"),
        of="contact",
        emptied=("consent_source",),
        harmless=("feasts",),
        is_deleted=True,
        words={"feasts": lambda row: ", ".join(words.feast_name(key) for key in row.feasts or ())},
    ),
    Place(
        model=HardMoment,
        title=_("Hard moments"),
        of="contact",
        emptied=("note",),
        titles={"client": _("client")},
    ),
    Place(
        model=Gesture,
        title=_("Gestures"),
        of="contact",
        emptied=("title", "subject", "text"),
        harmless=("key", "reason", "currency"),
        erase=_erase_gestures,
        titles={"client": _("client")},
    ),
)


def register() -> None:
    """Let what care holds of people be erased and handed out."""
    register_places(*PLACES)
