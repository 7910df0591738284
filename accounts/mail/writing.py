"""Writing letters: rows of the outbox with the jobs that let them leave. Most of the house calls accounts.mail.actions.send."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.jobs import actions as jobs
from accounts.mail.letters import kind_of
from accounts.mail.models import OutgoingEmail, SystemLetter
from accounts.mail.plain import plain
from accounts.mail.queries import QUEUE
from accounts.tokens import Kind


def letter_to(
    letter: str,
    *,
    to: str,
    language: str,
    context: dict[str, Any],
    now: datetime,
    to_name: str = "",
    sender_name: str = "",
    contact_id: uuid.UUID | None = None,
    employee_id: uuid.UUID | None = None,
    dedupe_key: str = "",
) -> OutgoingEmail:
    """Return a letter of the current organization that is not written yet: `send_new` writes many of them at once."""
    kind = kind_of(letter)
    row = OutgoingEmail(
        letter=letter,
        to_address=to.strip()[:254],
        to_name=to_name[:120],
        language=language,
        sender_name=sender_name[:120],
        context=plain(context),
        priority=kind.priority,
        contact_id=contact_id,
        employee_id=employee_id,
        created_at=now,
    )
    row.dedupe_key = dedupe_key or str(row.pk)
    if kind.optional:
        row.stamp()
        row.renew_token(Kind.UNSUBSCRIBE)
    return row


@transaction.atomic
def send_new(letter: str, rows: Sequence[OutgoingEmail], *, now: datetime) -> None:
    """Write letters of one kind, whose cause was made in this transaction: none of them can stand in the outbox already.

    Two statements, however many. Raises IntegrityError for a letter that was asked for before.
    """
    if rows:
        OutgoingEmail.objects.bulk_create(rows)
        let_leave(letter, [row.pk for row in rows], now=now)


@transaction.atomic
def send_of_house(
    letter: str, *, to: str, language: str, context: dict[str, Any], now: datetime, sender_name: str = ""
) -> None:
    """Write a letter of the installation, inside of a scope as well; its content is erased once it has left."""
    kind = kind_of(letter)
    row = SystemLetter.objects.create(
        letter=letter,
        to_address=to.strip()[:254],
        language=language,
        sender_name=sender_name[:120],
        context=plain(context),
        priority=kind.priority,
        created_at=now,
    )
    jobs.enqueue_many(
        queue=QUEUE, subject_ids=[row.pk], now=now, priority=kind.priority, organization_id=jobs.INSTALLATION
    )


def let_leave(letter: str, ids: Sequence[uuid.UUID], *, now: datetime, run_at: datetime | None = None) -> None:
    kind = kind_of(letter)
    jobs.enqueue_many(
        queue=QUEUE,
        subject_ids=ids,
        now=now,
        run_at=run_at,
        priority=kind.priority,
        is_quiet=kind.is_hidden,
        are_new=True,
    )
