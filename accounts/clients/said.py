"""What the timeline says of the registry's own events."""

import uuid
from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.clients import queries
from accounts.clients.enums import BuyerRole
from accounts.clients.models import Contact
from accounts.events import kinds
from accounts.events.models import Event
from accounts.events.registry import Reader, Said, describe
from accounts.organizations import queries as organizations


@describe(kinds.CLIENT_ASSIGNED)
def assignments(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say who answers for the client now."""
    heirs = {event.pk: uuid.UUID(event.payload["to_id"]) for event in events if event.payload.get("to_id")}
    names = organizations.employee_names(list(heirs.values()))
    nobody, title = _("Nobody answers for this client"), kinds.title_of(kinds.CLIENT_ASSIGNED)
    return {
        event.pk: Said(title=title, text=names.get(heirs[event.pk], "") if event.pk in heirs else nobody)
        for event in events
    }


@describe(
    kinds.CONTACT_CREATED,
    kinds.CONTACT_LEFT,
    kinds.CONTACT_RETURNED,
    kinds.CONTACT_MERGED,
    kinds.CONTACT_SEPARATED,
    kinds.ROLE_STARTED,
    kinds.ROLE_ENDED,
    kinds.MAIL_BOUNCED,
    kinds.MAIL_COMPLAINED,
    kinds.MAIL_REPLIED,
    kinds.MAIL_UNSUBSCRIBED,
)
def people(events: Sequence[Event], reader: Reader) -> Mapping[uuid.UUID, Said]:
    """Say whom it was about, and in which role."""
    known = queries.people_named([event.contact_id for event in events if event.contact_id])
    return {
        event.pk: _about(event, known.get(event.contact_id) if event.contact_id else None, reader) for event in events
    }


def _about(event: Event, person: Contact | None, reader: Reader) -> Said:
    role = event.payload.get("role", "")
    text = BuyerRole.beside(str(person) if person else "", role)
    has_page = person is not None and person.erased_at is None
    url = reverse("contact", kwargs={"slug": reader.slug, "contact_id": event.contact_id}) if has_page else ""
    title = kinds.title_of(kinds.CATALOGUE[event.kind])
    return Said(title=title, text=text, quote=event.payload.get("text", ""), url=url)
