"""What a client's person does about themselves, by their own link: nobody of ours acts."""

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.audit import queries as audit_queries
from accounts.clients import queries
from accounts.clients.enums import Asking
from accounts.clients.models import Contact
from accounts.mail import blocking


@transaction.atomic
def decline_questions(*, contact_id: uuid.UUID, now: datetime) -> None:
    """Note that the person, by their own link, wants to be asked no more. Twice is once."""
    _set_asking(contact_id, Asking.NEVER, "contact.declined", now)


@transaction.atomic
def take_back_decline(*, contact_id: uuid.UUID, now: datetime) -> None:
    """Let the person be asked as before they declined; nothing where they have not, or a colleague has decided since."""
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    declined = audit_queries.last_change(contact, action="contact.declined", field="asking")
    if contact.asking == Asking.NEVER and declined:
        _set_asking(contact_id, declined[0], "contact.decline_undone", now)


@transaction.atomic
def choose_asking(*, contact_id: uuid.UUID, asking: str, now: datetime) -> None:
    """Note how the person wants to be asked from now on. Twice is once."""
    _set_asking(contact_id, asking, "contact.declined" if asking == Asking.NEVER else "contact.asking_chosen", now)


@transaction.atomic
def describe_oneself(*, contact: Contact, now: datetime, before: dict[str, Any]) -> None:
    """Save what the person has changed about how to talk to them; what others have changed meanwhile stays."""
    if changed := audit.changes(contact, before):
        contact.save(update_fields=list(changed))
        audit.record(action="contact.described", subject=contact, by=None, now=now, before=before)


@transaction.atomic
def stop_letters(*, contact_id: uuid.UUID, now: datetime) -> None:
    """Send no letter to any address of the person. Twice is once."""
    for email in queries.addresses(contact_id=contact_id):
        blocking.decline_at(address=email.address, contact_id=contact_id, now=now)


@transaction.atomic
def resume_letters(*, contact_id: uuid.UUID, now: datetime) -> None:
    """Let letters leave to the person again; what others have blocked, or the person complained about, stays blocked."""
    for email in queries.addresses(contact_id=contact_id):
        blocking.undo_decline_at(address=email.address, now=now)


def _set_asking(contact_id: uuid.UUID, asking: str, action: str, now: datetime) -> None:
    contact = Contact.objects.select_for_update().get(pk=contact_id)
    before = audit.snapshot(contact)
    contact.asking = asking
    contact.save(update_fields=["asking"])
    audit.record(action=action, subject=contact, by=None, now=now, before=before)
