"""Letters that came in a copy: written down as talks of the people we know, kept as drafts where we know nobody."""

import os
import uuid
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts import tokens
from accounts.audit import actions as audit
from accounts.clients.models import Client, Contact
from accounts.mail import incoming
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee
from accounts.tenancy.context import current_organization_id, tenant_context
from feedback.interactions import queries
from feedback.interactions.actions.logging import log
from feedback.interactions.models import Channel, Interaction, LetterAddress

LONGEST = 20_000


class AlreadyThere(RuntimeError):
    """The letter was taken in before, or the draft was settled meanwhile."""


@transaction.atomic
def renew_letter_address(*, by: Employee, now: datetime) -> LetterAddress:
    """Give the organization a new address for copies of letters; letters to the former one change nothing any more."""
    LetterAddress.objects.all().delete()
    row = LetterAddress(nonce=os.urandom(16), created_at=now)
    name = tokens.make_name(
        kind=tokens.Kind.LETTER_ADDRESS,
        organization_id=current_organization_id(),
        nonce=bytes(row.nonce),
        key=settings.SECRET_KEY,
    )
    row.token_digest = tokens.read_name(name)[1]
    saving.save_new(row, action="letter_address.renewed", by=by, now=now)
    return row


@transaction.atomic
def revoke_letter_address(*, by: Employee, now: datetime) -> None:
    """Take no copies of letters any more. Twice is once."""
    for row in LetterAddress.objects.all():
        audit.record(action="letter_address.revoked", subject=row, by=by, now=now)
        row.delete()


def take_letter(token: str, raw: bytes, *, now: datetime) -> int:
    """Take in a copy of a letter that came to the address with this token; return how many talks or drafts it has made.

    A talk when one of us wrote to people of one client, passed on what such a person wrote, or when that person wrote it;
    else a draft, for somebody to say whose it is. What programs send, and the same letter again, makes nothing. Files are
    not kept. Opens the organization's scope itself.
    """
    try:
        organization_id, digest = tokens.read_name(token)
    except tokens.BadToken:
        return 0
    letter = incoming.letter_of(raw)
    if letter is None or not letter.sender:
        return 0
    with tenant_context(organization_id):
        if not LetterAddress.objects.filter(token_digest=digest).exists():
            return 0
        if Interaction.objects.filter(message_id=letter.message_id).exists():
            return 0
        try:
            with saving.refuse_twins(AlreadyThere):
                _keep(letter, now)
        except AlreadyThere:
            return 0
    return 1


def _keep(letter: incoming.Letter, now: datetime) -> None:
    by, text = queries.employee_of_address(letter.sender), letter.text
    # One of us writes to clients, or passes on what they wrote; anybody else speaks for themselves.
    others = list(letter.recipients) if by else [letter.sender]
    people = queries.people_of_addresses(others)
    if by and not people and letter.passed_on_from:
        others, text = [letter.passed_on_from], letter.passed_on
        people = queries.people_of_addresses(others)
    client = queries.common_client([one.pk for one in people])
    row = Interaction(
        client=client,
        channel=Channel.LETTER,
        happened_at=min(letter.sent_at or now, now),
        notes="\n\n".join(filter(None, (letter.subject, text)))[:LONGEST],
        message_id=letter.message_id,
        sender=letter.sender[:254],
    )
    if client:
        log(interaction=row, people=people, by=by, now=now)
        return
    row.by, row.created_at, row.draft = by, now, True
    row.sender = _stranger(others, letter.sender)[:254]
    saving.save_new(row, action="letter.kept", by=by, now=now)  # type: ignore[arg-type]


def _stranger(others: Collection[str], sender: str) -> str:
    """Return whom the draft is about: whoever is no colleague."""
    return next((one for one in others if not queries.employee_of_address(one) and "+" not in one), sender)


@transaction.atomic
def settle_draft(
    *, draft_id: uuid.UUID, client: Client, people: Collection[Contact], by: Employee, now: datetime
) -> None:
    """Write a draft down as a talk with these people of the client. Raises AlreadyThere when somebody was faster."""
    row = Interaction.objects.select_for_update().filter(pk=draft_id, draft=True, removed_at=None).first()
    if row is None:
        raise AlreadyThere
    row.client, row.draft = client, False
    log(interaction=row, people=list(people), by=row.by or by, now=now)
