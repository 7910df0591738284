"""What talks, needs and promises hold of people."""

import uuid
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.clients.enums import BuyerRole, Stage
from accounts.clients.people_data import OWN, Person, Place, register_places, struck
from accounts.web import formats
from feedback.interactions import queries
from feedback.interactions.models import Attachment, Channel, Interaction, InteractionContact, Need, Promise


def _erase_talks(person: Person, now: datetime) -> None:
    """Empty talks with nobody else, and letters of the person; mood, time and topics stay. Of others the name is struck out."""
    others = InteractionContact.objects.filter(interaction=OuterRef("pk")).exclude(contact__in=person.ids)
    own = Interaction.objects.filter(people__contact__in=person.ids).exclude(Exists(others))
    mine = Interaction.objects.filter(Q(pk__in=own.values("pk")) | Q(sender__in=person.addresses))
    files = Attachment.objects.filter(interaction__in=mine.values("pk"))
    for path in files.values_list("file", flat=True):
        transaction.on_commit(partial(default_storage.delete, path), robust=True)
    files.delete()
    mine.update(quote="", notes="", sender="")
    for row in Interaction.objects.filter(client__in=person.client_ids).exclude(topics=[]).only("topics"):
        topics = [struck(one, person.words) for one in row.topics]
        if topics != row.topics:
            Interaction.objects.filter(pk=row.pk).update(topics=topics)


def _readable(rows: QuerySet[Any], role: str, employee_id: uuid.UUID) -> QuerySet[Any]:
    own = Q(channel=Channel.LINE) if role == OWN else Q(pk__in=[])
    return rows.filter(queries.readable(role=role, employee_id=employee_id) | own)


def _readable_people(rows: QuerySet[Any], role: str, employee_id: uuid.UUID) -> QuerySet[Any]:
    return rows.filter(interaction__in=_readable(Interaction.objects.all(), role, employee_id))


def _said_in_readable(rows: QuerySet[Any], role: str, employee_id: uuid.UUID) -> QuerySet[Any]:
    return rows.filter(queries.said_openly(role=role, employee_id=employee_id))


PLACES = (
    Place(
        model=Interaction,
        title=_("Talks"),
        of="people__contact",
        struck=("notes", "quote"),
        harmless=("sender", "topics", "stage", "message_id", "import_key"),
        erase=_erase_talks,
        readable=_readable,
        titles={"client": _("client"), "stage": _("stage"), "sender": _("e-mail")},
        words={"stage": lambda row: str(Stage(row.stage).label) if row.stage else ""},
    ),
    Place(
        model=InteractionContact,
        title=_("Part in talks"),
        of="contact",
        harmless=("roles", "as_whom"),
        readable=_readable_people,
        titles={"interaction": _("when"), "roles": _("Buyer roles")},
        words={
            "interaction": lambda row: (
                f"{formats.day(row.interaction.happened_at)}, {row.interaction.get_channel_display()}"
            ),
            "roles": lambda row: ", ".join(str(BuyerRole(role).label) for role in row.roles),
        },
    ),
    *(
        Place(
            model=model,
            title=title,
            of="contact",
            struck=("text",),
            readable=_said_in_readable,
            titles={"client": _("client"), "created_at": _("since")},
        )
        for model, title in ((Need, _("Needs")), (Promise, _("Promises")))
    ),
)


def register() -> None:
    """Let what talks hold of people be erased and handed out."""
    register_places(*PLACES)
