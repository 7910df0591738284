"""The two tables of letters behind one set of moves. Every move is conditional on the claim: a worker whose letter another one
attempts, or a person has decided about, records nothing."""

import logging
import math
import time
import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction

from accounts.jobs import actions as jobs
from accounts.mail.letters import KINDS, LetterKind
from accounts.mail.models import OutgoingEmail, State, SystemLetter
from accounts.mail.queries import QUEUE
from accounts.tenancy import statements
from accounts.tenancy.context import tenant_context
from accounts.tenancy.statements import Statement

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 14  # with the ledger's back-off: about half a day
UNLISTED = LetterKind("unlisted")
LATER = timedelta(seconds=30)

# Codes and links must not outlive their letter.
LEFT = """
WITH ended AS (
  UPDATE {table} SET state = 'sent', sent_at = %(now)s, reason = '', claim = NULL,
    context = CASE WHEN %(secret)s THEN '{{}}' ELSE context END
  WHERE {mine}id = %(id)s AND claim = %(claim)s RETURNING id)
DELETE FROM accounts_job WHERE id = %(job)s AND EXISTS (SELECT FROM ended)
"""


@dataclass(slots=True)
class Item:
    """A letter in a worker's hands, with its job."""

    job_id: uuid.UUID
    row: Any  # OutgoingEmail or SystemLetter
    claim: uuid.UUID

    @property
    def kind(self) -> LetterKind:
        return KINDS.get(self.row.letter, UNLISTED)

    @property
    def subject(self) -> str:
        """What the log may keep: the subject of a secret letter may hold its code."""
        return "" if self.kind.secret else self.row.subject

    @property
    def is_ours(self) -> bool:
        """Tell whether it is a letter of the installation, which no organization stops."""
        return isinstance(self.row, SystemLetter)


def table(organization_id: uuid.UUID) -> type[OutgoingEmail] | type[SystemLetter]:
    """Return the model that holds the letters of this owner of jobs."""
    return SystemLetter if organization_id == jobs.INSTALLATION else OutgoingEmail


def scope(organization_id: uuid.UUID) -> AbstractContextManager[Any]:
    """Open one transaction for the owner: an organization's scope, or a plain one for the installation."""
    return transaction.atomic() if organization_id == jobs.INSTALLATION else tenant_context(organization_id)


def run(organization_id: uuid.UUID, *parts: Statement) -> list[tuple[Any, ...]]:
    """Run the statements in one round trip, as one transaction or in the one that runs; return the last one's rows."""
    return statements.run(None if organization_id == jobs.INSTALLATION else organization_id, *parts)


def of_table(sql: str, item: Item, values: dict[str, Any]) -> Statement:
    """Return the statement for the letter's table; in an organization's it looks at rows of that organization alone."""
    if item.is_ours:
        return Statement(sql.format(table="accounts_systemletter", mine=""), values)
    mine = "organization_id = %(organization_id)s AND "
    return Statement(
        sql.format(table="accounts_outgoingemail", mine=mine), values | {"organization_id": item.row.organization_id}
    )


def left(item: Item, *, now: datetime) -> Statement:
    """Return the statement which records that the server has taken the letter, and finishes its job; nothing under
    another claim."""
    values = {
        "id": item.row.pk,
        "claim": item.claim,
        "job": item.job_id,
        "secret": item.kind.secret,
        "now": now,
    }
    return of_table(LEFT, item, values)


def end(item: Item, *, state: State, reason: str, run_at: datetime | None = None) -> None:
    """Record why the attempt failed, and finish or postpone its job; nothing when another worker has taken over.

    Also of a letter that was held because its sender was believed dead: it waits again.
    """
    ours = type(item.row).objects.filter(pk=item.row.pk, claim=item.claim).exclude(state=State.PENDING)
    if not ours.update(state=state, reason=reason[:300], claim=None):
        return
    if run_at is None:
        jobs.finish(item.job_id)
    elif not jobs.postpone(item.job_id, run_at=run_at, error=reason):
        jobs.enqueue_many(
            queue=QUEUE,
            subject_ids=[item.row.pk],
            now=run_at,
            priority=item.row.priority,
            organization_id=jobs.INSTALLATION if item.is_ours else item.row.organization_id,
            is_quiet=item.kind.is_hidden,
        )


def stop(item: Item, *, state: State, reason: str) -> None:
    """Settle a letter that was never attempted: suppressed, failed, held, captured."""
    waiting = type(item.row).objects.filter(pk=item.row.pk, state__in=[State.PENDING, State.UNKNOWN])
    if waiting.update(state=state, reason=reason[:300], subject=item.subject, claim=None):
        jobs.finish(item.job_id)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts, or None when it was tried often enough."""
    return None if attempts >= MOST_ATTEMPTS else now + jobs.back_off(attempts)


def insist(record: Any, *, deadline: float = math.inf, pause: float = 0.2) -> Any:
    """Run `record` until the database has taken it: a living worker never forgets an outcome, however long its lease is over.

    What must not happen after a deadline gives up then, with the database's error.
    """
    is_told = False
    while True:
        try:
            return record()
        except (OperationalError, InterfaceError) as error:
            connection.close()
            if time.monotonic() + pause > deadline:
                raise
            if not is_told:
                log.warning("the database is away: letters wait for it", extra={"error": type(error).__name__})
                is_told = True
            time.sleep(pause)
