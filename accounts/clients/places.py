"""What this slice, and those below it, hold of people."""

from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from accounts.clients.actions import people_data
from accounts.clients.models import Contact, ContactEmail, ContactRole, PersonRequest, Position, Undo
from accounts.clients.people_data import Person, Place, register_places
from accounts.events import actions as events
from accounts.events.models import Event
from accounts.jobs import registry as jobs
from accounts.mail import actions as mail
from accounts.mail.models import Bounce, OutgoingEmail, Suppression


def _erase_letters(person: Person, now: datetime) -> None:
    mail.forget_reader(contact_ids=person.ids, addresses=person.addresses, now=now)


def _erase_events(person: Person, now: datetime) -> None:
    events.forget_words(contact_ids=person.ids)


def _erase_undo(person: Person, now: datetime) -> None:
    """What it takes to undo an act on the person is data of the person."""
    names = Q(pk__in=[])
    for contact_id in person.ids:
        names |= Q(told__contains=str(contact_id))
    Undo.objects.annotate(told=Cast("data", TextField())).filter(names).delete()


def _erase_files(person: Person, now: datetime) -> None:
    rows = PersonRequest.objects.filter(contact__in=person.ids).exclude(path="")
    for path in rows.values_list("path", flat=True):
        transaction.on_commit(partial(default_storage.delete, path), robust=True)
    rows.update(path="")


PLACES = (
    Place(
        model=Contact,
        title=_("Details"),
        of="id",
        emptied=Contact.personal,
        harmless=("time_zone", "country"),
        is_last=True,
    ),
    Place(
        model=ContactEmail,
        title=_("E-mail addresses"),
        of="contact",
        harmless=("address",),
        is_deleted=True,
        is_last=True,
    ),
    Place(model=Position, title=_("Places at clients"), of="contact", emptied=("job_title",)),
    Place(model=ContactRole, title=_("Buyer roles"), of="position__contact"),
    Place(model=PersonRequest, title=_("Requests"), of="contact", harmless=("path",), erase=_erase_files),
    Place(
        model=Event,
        title=_("Timeline"),
        of="contact_id",
        harmless=("kind", "payload", "dedupe_key"),
        erase=_erase_events,
    ),
    Place(
        model=OutgoingEmail,
        title=_("Letters"),
        of="contact_id",
        harmless=(
            "letter",
            "to_address",
            "to_name",
            "language",
            "sender_name",
            "context",
            "subject",
            "reason",
            "dedupe_key",
            "nonce",
            "token_digest",
        ),
        erase=_erase_letters,
    ),
    Place(model=Suppression, title=_("Letters"), harmless=("address",)),
    Place(model=Bounce, title=_("Letters"), harmless=("address", "kind", "status", "diagnostic", "message_digest")),
    Place(model=Undo, title="", harmless=("kind", "title", "data"), erase=_erase_undo),
)


def register() -> None:
    """Let what the registry, the timeline and the letters hold of people be erased and handed out."""
    register_places(*PLACES)
    jobs.register(people_data.QUEUE, people_data.work)
