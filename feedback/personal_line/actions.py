"""What a person does on their own page."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.clients.models import Client
from accounts.mail import actions as mail
from accounts.organizations import queries as organizations
from feedback.interactions import actions as interactions
from feedback.interactions.models import Channel, Interaction, Visibility
from feedback.personal_line.queries import Visit

CONFIDED = "note_confided"


@transaction.atomic
def write_note(
    *, visit: Visit, client: Client, text: str, key: str, is_confided: bool, now: datetime
) -> Interaction | None:
    """Keep what the person writes as a talk in their own words, for whoever looks after the client or for top management only.

    The same `key` again keeps nothing, and returns None: a double click is one note. Top management hears by letter that
    something was confided, and by nobody whom.
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
        visibility=Visibility.LEADERSHIP if is_confided else Visibility.TEAM,
        message_id=message_id,
    )
    interactions.log(interaction=note, people=[visit.contact], by=None, now=now)
    if is_confided:
        _tell_leaders(note, visit, now)
    return note


def _tell_leaders(note: Interaction, visit: Visit, now: datetime) -> None:
    place = reverse("interaction", kwargs={"slug": visit.organization.slug, "interaction_id": note.pk})
    for leader in organizations.top_management(now=now):
        mail.send(
            CONFIDED,
            to=leader.email,
            to_name=leader.name,
            language=leader.language,
            context={"url": settings.BASE_URL + place, "organization": {"name": visit.organization.name}},
            employee_id=leader.pk,
            dedupe_key=f"{CONFIDED}:{note.pk}:{leader.pk}",
            now=now,
        )
