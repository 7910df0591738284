"""The e-mail addresses of a person."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.clients.models import Contact, ContactEmail
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee


class AddressTaken(RuntimeError):
    """Another person has this e-mail address already: the only argument."""


@transaction.atomic
def add_email(*, contact: Contact, address: str, by: Employee, now: datetime) -> ContactEmail:
    """Give the person one more address (the first one is the primary); one that they have is returned. Raises AddressTaken."""
    address = address.strip().lower()
    known = ContactEmail.objects.filter(address=address).first()
    if known:
        if known.contact_id != contact.pk:
            raise AddressTaken(address)
        return known
    row = ContactEmail(contact=contact, address=address, created_at=now)
    row.is_primary = not ContactEmail.objects.filter(contact=contact, is_primary=True).exists()
    with saving.refuse_twins(AddressTaken):
        row.save()
    audit.record(action="contact.email_added", subject=contact, by=by, now=now)
    return row


@transaction.atomic
def set_emails(*, contact: Contact, addresses: Sequence[str], by: Employee, now: datetime) -> None:
    """Make these the addresses of the person, letters go to the first one. Raises AddressTaken."""
    rows = ContactEmail.objects.select_for_update().filter(contact=contact)
    gone = [row for row in rows if row.address not in addresses]
    for row in gone:
        row.delete()
        audit.record(action="contact.email_removed", subject=contact, by=by, now=now)
    for address in addresses:
        add_email(contact=contact, address=address, by=by, now=now)
    if addresses:
        # Two statements, because at no moment there may be two primary ones.
        rows.filter(is_primary=True).exclude(address=addresses[0]).update(is_primary=False)
        rows.filter(is_primary=False, address=addresses[0]).update(is_primary=True)
