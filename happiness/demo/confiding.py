"""What somebody at a client of the demo has confided to top management, and what they were told."""

from datetime import datetime, timedelta

from accounts.clients.models import PersonalLine, Position
from accounts.events.models import Origin
from accounts.tenancy.uuid7 import uuid7
from feedback.safe_island import actions, queries

SAID = {
    "pivnich-soft": (
        (
            "Інженери чудові, але щомісяця нас лякають зупинкою, якщо акт підписано на день пізніше. Я про це мовчу, бо мені з "
            "ними працювати."
        ),
        "Дякую, що написали. Розберуся особисто й до п’ятниці відповім тут.",
    ),
    "harbor-instruments": (
        (
            "Your people are excellent, but every month we are threatened with a stop when an invoice is a day late. I keep "
            "quiet about it, because I work with them."
        ),
        "Thank you for telling me. I am looking into it myself and will answer here by Friday.",
    ),
}


def load(slug: str, *, now: datetime) -> None:
    """Write one letter with an answer, under the name of somebody who has a page of their own."""
    line = PersonalLine.objects.filter(revoked_at=None).select_related("contact").order_by("created_at").first()
    place = (
        Position.objects.filter(contact=line.contact, left_on=None).select_related("client").first() if line else None
    )
    if place is None or not queries.is_open(now=now):
        return
    said, answered = SAID.get(slug, SAID["harbor-instruments"])
    at = now - timedelta(days=2)
    thread = actions.write_letter(
        words=said,
        contact=place.contact,
        client=place.client,
        language=place.contact.language,
        key=uuid7().hex,
        now=at,
        origin=Origin.DEMO,
    )
    reader = queries.readers_about(client_id=place.client_id, now=now)[0]
    actions.open_letter(thread=thread, by=reader, now=at + timedelta(hours=3))
    actions.answer(
        thread=thread, words=answered, author=reader, key=uuid7().hex, now=at + timedelta(hours=4), origin=Origin.DEMO
    )
