"""What a page says of care."""

from dataclasses import dataclass

from django import template

from accounts import clock
from accounts.clients.models import Contact
from journeys.care import queries, words
from journeys.care.models import Gesture, HardMoment, PersonCare
from journeys.care.queries import Occasion

register = template.Library()

NEXT, LAST = 3, 3


@dataclass(frozen=True, slots=True)
class PersonsCare:
    """How a person wants to be thought of, what comes next, and what was done last."""

    wishes: PersonCare
    coming: list[Occasion]
    done: list[Gesture]
    hard: list[HardMoment]


@register.simple_tag
def care_of(contact: Contact) -> PersonsCare:
    """Return a person's care for their page."""
    now = clock.now()
    coming = queries.next_of_person(contact, today=now.date())
    done = queries.gestures().filter(contact=contact, done_at__isnull=False).order_by("-on", "-id")
    hard = HardMoment.objects.filter(contact=contact, ended_at=None).order_by("-since")
    return PersonsCare(queries.care_of_person(contact.pk), coming[:NEXT], list(done[:LAST]), list(hard))


@register.filter
def occasion_of(gesture: Gesture) -> str:
    """Return a gesture's occasion in one line."""
    contact, client = gesture.contact, gesture.client
    country = (contact.country if contact else "") or client.country
    who = str(contact or client)
    return words.heading(
        kind=gesture.kind, key=gesture.key, who=who, years=gesture.years, country=country, what=gesture.title
    )


@register.filter
def feast(key: str) -> str:
    """Return the name of a holiday."""
    return words.feast_name(key)
