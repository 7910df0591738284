"""How people feel, and how sure that is."""

from django import template

from accounts import clock
from accounts.clients.models import Client, Contact
from feedback.happiness_index import queries
from feedback.happiness_index.models import Confidence
from feedback.happiness_index.queries import PersonMood

register = template.Library()

MOST_PLACES = 3  # hardly anybody works at more clients at once


@register.filter
def sureness(confidence: str) -> str:
    """Return the words of a confidence; "" while nothing is known."""
    return str(Confidence(confidence).label) if confidence else ""


@register.simple_tag
def moods_of(contact: Contact) -> list[tuple[Client, PersonMood]]:
    """Return how the person feels at each client where they are; "my role only" is never theirs."""
    now = clock.now()
    places = Client.objects.filter(positions__contact=contact, positions__left_on=None).distinct().order_by("sort_name")
    found = []
    for client in places[:MOST_PLACES]:
        mood = queries.of_people(client.pk, now=now).get(contact.pk)
        if mood:
            found.append((client, mood))
    return found
