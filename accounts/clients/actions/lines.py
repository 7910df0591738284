"""The links to people's own pages: made with the first letter, renewed or closed by one of us."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts import tokens
from accounts.audit import actions as audit
from accounts.clients import queries
from accounts.clients.models import Contact, PersonalLine
from accounts.organizations.models import Employee


def line_url(*, contact_id: uuid.UUID, now: datetime) -> str:
    """Return the link to the person's own page, made when they have none yet; "" where it was closed, or for nobody.

    Only the person gets to see it: whoever has it speaks in their name.
    """
    line = queries.latest_line(contact_id=contact_id)
    if line is None:
        if not queries.contacts().filter(pk=contact_id).exists():
            return ""
        line = _open(contact_id, now)
    return "" if line.revoked_at else url_of(line)


def url_of(line: PersonalLine) -> str:
    """Return the address of the page that the link opens."""
    token = tokens.make(
        kind=tokens.Kind.PERSONAL, organization_id=line.organization_id, row_id=line.pk, nonce=bytes(line.nonce)
    )
    return f"{settings.BASE_URL}/p/{token}/"


@transaction.atomic
def renew_line(*, contact: Contact, by: Employee, now: datetime) -> None:
    """Give the person a new link, which the next letter brings; the former one opens nothing any more."""
    Contact.objects.select_for_update().get(pk=contact.pk)
    _revoke(contact.pk, now)
    line = _open(contact.pk, now)
    audit.record(action="line.renewed", subject=line, by=by, now=now)


@transaction.atomic
def close_line(*, contact: Contact, by: Employee, now: datetime) -> None:
    """Close the person's page; letters bring no link to it until it is renewed. Twice is once, also before the first letter."""
    Contact.objects.select_for_update().get(pk=contact.pk)
    line = queries.latest_line(contact_id=contact.pk) or _open(contact.pk, now)
    if line.revoked_at is None:
        _revoke(contact.pk, now)
        audit.record(action="line.closed", subject=line, by=by, now=now)


def _open(contact_id: uuid.UUID, now: datetime) -> PersonalLine:
    """Return the open link of the person: two letters at once make one."""
    line = PersonalLine(contact_id=contact_id, created_at=now)
    line.stamp()
    line.renew_token(tokens.Kind.PERSONAL)
    PersonalLine.objects.bulk_create([line], ignore_conflicts=True)
    found: PersonalLine = PersonalLine.objects.get(contact=contact_id, revoked_at=None)
    return found


def _revoke(contact_id: uuid.UUID, now: datetime) -> None:
    PersonalLine.objects.filter(contact=contact_id, revoked_at=None).update(revoked_at=now)
