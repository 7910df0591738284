"""What this slice, and those below it, hold of people."""

from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.clients import queries
from accounts.clients.actions import people_data
from accounts.clients.enums import Messenger
from accounts.clients.models import Contact, ContactEmail, ContactRole, PersonalLine, PersonRequest, Position, Undo
from accounts.clients.people_data import Person, Place, in_words, register_places
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.models import CustomKind, Event
from accounts.jobs import registry as jobs
from accounts.mail import actions as mail
from accounts.mail import said
from accounts.mail.models import Bounce, OutgoingEmail, Suppression
from accounts.web.countries import country_name


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


def _close_lines(person: Person, now: datetime) -> None:
    PersonalLine.objects.filter(contact__in=person.ids, revoked_at=None).update(revoked_at=now)


def _messengers(row: Contact) -> str:
    return ", ".join(f"{Messenger(one['kind']).label} {one['handle']}" for one in row.messengers)


def _own_fields(row: Contact) -> str:
    return "\n".join(f"{field.label}: {in_words(value)}" for field, value in queries.custom_values(row))


def _what_was_asked(row: PersonRequest) -> str:
    return gettext("Erasing a person") if row.kind == PersonRequest.Kind.ERASURE else gettext("Data of a person")


def _what_happened(row: Event) -> str:
    known = kinds.CATALOGUE.get(row.kind)
    if known:
        return kinds.title_of(known)
    own = CustomKind.objects.filter(name=row.kind).first()
    return own.title if own else row.kind


def _what_came_with_it(row: Event) -> str:
    """Say what another system has told, and what the person wrote; the rest are ids of rows that stand elsewhere."""
    if row.kind.startswith(kinds.CUSTOM):
        return "\n".join(f"{name}: {value}" for name, value in row.payload.items())
    return str(row.payload.get("text", ""))


PLACES = (
    Place(
        model=Contact,
        title=_("Details"),
        of="id",
        emptied=Contact.personal,
        harmless=("time_zone", "country"),
        titles={"messengers": _("Messengers"), "custom": _("Own fields"), "created_at": _("added on")},
        words={
            "country": lambda row: country_name(row.country),
            "messengers": _messengers,
            "custom": _own_fields,
        },
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
    Place(
        model=ContactRole,
        title=_("Buyer roles"),
        of="position__contact",
        titles={"position": _("client")},
        words={"position": lambda row: row.position.client.name},
    ),
    Place(
        model=PersonalLine,
        title=_("Personal page"),
        of="contact",
        harmless=("nonce", "token_digest"),
        erase=_close_lines,
        titles={"created_at": _("since"), "revoked_at": _("until")},
    ),
    Place(
        model=PersonRequest,
        title=_("Requests"),
        of="contact",
        harmless=("path",),
        erase=_erase_files,
        titles={"kind": _("what was asked for"), "requested_at": _("when")},
        words={"kind": _what_was_asked},
    ),
    Place(
        model=Event,
        title=_("Timeline"),
        of="contact_id",
        harmless=("kind", "payload", "dedupe_key"),
        erase=_erase_events,
        titles={"kind": _("what happened"), "happened_at": _("when"), "payload": _("in detail")},
        words={"kind": _what_happened, "payload": _what_came_with_it},
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
        titles={
            "letter": _("Kind of letter"),
            "subject": _("Subject"),
            "to_address": _("Address"),
            "language": _("language"),
            "created_at": _("Written"),
            "sent_at": _("Left"),
        },
        words={"letter": lambda row: said.title_of(row.letter)},
    ),
    Place(model=Suppression, title=_("Letters"), harmless=("address",)),
    Place(model=Bounce, title=_("Letters"), harmless=("address", "kind", "status", "diagnostic", "message_digest")),
    Place(model=Undo, title="", harmless=("kind", "title", "data"), erase=_erase_undo),
)


def register() -> None:
    """Let what the registry, the timeline and the letters hold of people be erased and handed out."""
    register_places(*PLACES)
    jobs.register(people_data.QUEUE, people_data.work)
