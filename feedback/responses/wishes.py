"""What the person behind a link may want besides answering: not to be asked any more, to be asked again, to be forgotten."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db import transaction

from accounts.clients import actions as clients
from accounts.clients.enums import Asking
from accounts.clients.models import Contact, ContactEmail
from accounts.events import actions as events
from accounts.events import kinds
from accounts.events.actions import Fact
from accounts.events.kinds import Kind
from accounts.events.models import Event
from accounts.organizations import queries as organizations
from feedback.responses.models import Response


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a person, as their page tells them."""

    name: str
    addresses: tuple[str, ...]
    has_phone: bool
    answers: int
    leaders: tuple[str, ...]
    is_deletion_asked: bool


class Wisher(Protocol):
    """Who wishes something: a client's person, behind the link of an invitation (Visit) or by their own page."""

    @property
    def contact_id(self) -> uuid.UUID: ...
    @property
    def client_id(self) -> uuid.UUID | None: ...
    @property
    def invitation_id(self) -> uuid.UUID | None: ...


def asking_of(visit: Wisher) -> Asking:
    """Return how this person wants to be asked."""
    return Asking(Contact.objects.values_list("asking", flat=True).get(pk=visit.contact_id))


def choose_asking(*, visit: Wisher, asking: Asking, now: datetime) -> None:
    """Let the person be asked in this way from now on. Twice is once."""
    clients.choose_asking(contact_id=visit.contact_id, asking=asking, now=now)


def stop_asking(*, visit: Wisher, is_undone: bool, now: datetime) -> None:
    """Let the person be asked no more, or as before. Twice is once."""
    if is_undone:
        clients.take_back_decline(contact_id=visit.contact_id, now=now)
    else:
        clients.decline_questions(contact_id=visit.contact_id, now=now)


def ask_for_deletion(*, visit: Wisher, now: datetime) -> None:
    """Tell that the person wants their data deleted; a colleague decides, because nothing brings them back. Twice is once."""
    _tell(kinds.ERASURE_ASKED, visit, key=f"{kinds.ERASURE_ASKED.name}:{visit.contact_id}", now=now)


def ask_again(*, visit: Wisher, now: datetime) -> None:
    """Tell that the person would still answer, although the link opens nothing any more. Twice is once."""
    key = f"{kinds.SURVEY_ASKED_AGAIN.name}:{visit.invitation_id}"
    _tell(kinds.SURVEY_ASKED_AGAIN, visit, key=key, now=now)


def pass_on(*, visit: Wisher, name: str, address: str, now: datetime) -> None:
    """Tell that a colleague of the person should be asked instead: whoever asked decides, because anybody could name anybody.

    The same colleague twice is once; the person's own link stays open.
    """
    key = f"{kinds.SURVEY_PASSED_ON.name}:{visit.invitation_id or visit.contact_id}:{(address or name).lower()}"
    _tell(kinds.SURVEY_PASSED_ON, visit, key=key[:200], now=now, name=name, address=address)


def kept_of(visit: Wisher, *, now: datetime) -> Kept:
    """Return what is kept of the person; of a person who was erased nothing but their answers without words."""
    contact = Contact.objects.get(pk=visit.contact_id)
    return Kept(
        name=contact.name,
        addresses=tuple(ContactEmail.objects.filter(contact=contact).order_by("id").values_list("address", flat=True)),
        has_phone=bool(contact.phone or contact.messengers),
        answers=Response.objects.filter(contact=contact, removed_at=None).count(),
        leaders=tuple(one.name for one in organizations.top_management(now=now)),
        is_deletion_asked=Event.objects.filter(
            dedupe_key=f"{kinds.ERASURE_ASKED.name}:{visit.contact_id}", contact_id=visit.contact_id
        ).exists(),
    )


@transaction.atomic
def _tell(kind: Kind, visit: Wisher, *, key: str, now: datetime, **more: str) -> None:
    payload = {"invitation_id": visit.invitation_id, **more}  # None is left out
    fact = Fact(
        kind=kind,
        happened_at=now,
        payload=payload,
        client_id=visit.client_id,
        contact_id=visit.contact_id,
        dedupe_key=key,
    )
    events.publish(fact, now=now)
