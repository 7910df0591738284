"""The two tables of letters behind one set of moves. Every move is conditional on the claim: a worker that lost its lease
records nothing."""

import time
import uuid
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction

from accounts.jobs import actions as jobs
from accounts.mail.letters import KINDS, LetterKind
from accounts.mail.models import Letter, OutgoingEmail, State, SystemLetter
from accounts.tenancy.context import tenant_context

MOST_ATTEMPTS = 14  # with the ledger's back-off: about half a day
UNLISTED = LetterKind("unlisted")


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


def table(organization_id: uuid.UUID) -> type[Letter]:
    """Return the model that holds the letters of this owner of jobs."""
    return SystemLetter if organization_id == jobs.INSTALLATION else OutgoingEmail


def scope(organization_id: uuid.UUID) -> AbstractContextManager[Any]:
    """Open one transaction for the owner: an organization's scope, or a plain one for the installation."""
    return transaction.atomic() if organization_id == jobs.INSTALLATION else tenant_context(organization_id)


def begin(item: Item, *, now: datetime) -> bool:
    """Say that the letter is being attempted; False when it is no longer ours to send."""
    moved = (
        type(item.row)
        ._base_manager.filter(pk=item.row.pk, state=State.PENDING)
        .update(
            state=State.ATTEMPTING,
            claim=item.claim,
            attempts=item.row.attempts + 1,
            attempted_at=now,
            subject=item.subject,
        )
    )
    return bool(moved)


def end(item: Item, *, state: State, now: datetime, reason: str = "", run_at: datetime | None = None) -> bool:
    """Record what became of the attempt, and finish or postpone its job; False when another worker has taken over."""
    values: dict[str, Any] = {"state": state, "reason": reason[:300], "claim": None}
    if state == State.SENT:
        values["sent_at"] = now
        if item.kind.secret:
            values["context"] = {}  # codes and links must not outlive their letter
    moved = type(item.row)._base_manager.filter(pk=item.row.pk, claim=item.claim).update(**values)
    if not moved:
        return False
    if run_at is None:
        jobs.finish(item.job_id)
    else:
        jobs.postpone(item.job_id, run_at=run_at, error=reason)
    return True


def stop(item: Item, *, state: State, now: datetime, reason: str) -> None:
    """Settle a letter that was never attempted: suppressed, failed, held, captured."""
    values = {"state": state, "reason": reason[:300], "subject": item.subject}
    type(item.row)._base_manager.filter(pk=item.row.pk, state__in=[State.PENDING, State.UNKNOWN]).update(**values)
    jobs.finish(item.job_id)


def next_try(attempts: int, now: datetime) -> datetime | None:
    """Return when to try again after so many attempts, or None when it was tried often enough."""
    return None if attempts >= MOST_ATTEMPTS else now + jobs.back_off(attempts)


def insist(record: Any, *, deadline: float, pause: float = 0.2) -> Any:
    """Run `record` until the database has taken it: a living worker never forgets an outcome.

    Gives up, with the database's error, when the lease is over; the row then stays `attempting` and evidence decides.
    """
    while True:
        try:
            return record()
        except (OperationalError, InterfaceError):
            connection.close()
            if time.monotonic() + pause > deadline:
                raise
            time.sleep(pause)


LATER = timedelta(seconds=30)
