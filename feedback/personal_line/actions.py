"""What a person does on their own page."""

from datetime import datetime

from django.db import transaction

from accounts.clients.models import Client
from feedback.interactions import actions as interactions
from feedback.interactions.models import Channel, Interaction, Visibility
from feedback.personal_line.queries import Visit


@transaction.atomic
def write_note(*, visit: Visit, client: Client, text: str, key: str, now: datetime) -> Interaction | None:
    """Keep what the person writes as a talk in their own words, for whoever looks after the client.

    The same `key` again keeps nothing, and returns None: a double click is one note.
    """
    message_id = f"line:{visit.line.pk}:{key}"
    # Two clicks at once wait for each other here.
    type(visit.line).objects.select_for_update().get(pk=visit.line.pk)
    if Interaction.objects.filter(message_id=message_id).exists():
        return None
    note = Interaction(
        client=client,
        channel=Channel.LINE,
        happened_at=now,
        quote=text,
        visibility=Visibility.TEAM,
        message_id=message_id,
    )
    interactions.log(interaction=note, people=[visit.contact], by=None, now=now)
    return note
