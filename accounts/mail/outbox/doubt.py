"""A letter in doubt: its sender died, or the line was lost after the content. Evidence first, then the kind's policy."""

import logging
import uuid
from datetime import datetime
from typing import Any

from accounts.jobs import actions as jobs
from accounts.mail import addresses, evidence
from accounts.mail.letters import InDoubt
from accounts.mail.models import State
from accounts.mail.outbox import rows
from accounts.mail.outbox.rows import Item

log = logging.getLogger(__name__)


def resolve(organization_id: uuid.UUID, item: Item, *, now: datetime) -> None:
    """Settle the letter: sent when the witness has it, waiting again when it has not; without a witness the kind decides.

    The job's lease has ended, so nobody else has the letter in hand; the move is conditional on the claim we have seen. While
    the letter waits, or is held, it keeps that claim: its sender may be alive after all, and say what became of it.
    """
    ask = evidence.witness()
    try:
        has_left = ask(addresses.message_id(item.row)) if ask else None
    except evidence.WitnessAway:
        with rows.scope(organization_id):
            jobs.postpone(item.job_id, run_at=now + rows.LATER, error="the witness is away")
        return
    state, reason = _verdict(has_left, item)
    run_at = rows.next_try(item.row.attempts, now)  # a server that loses every answer must not be fed for ever
    if state == State.PENDING and run_at is None:
        state, reason = State.FAILED, item.row.reason
    log.warning("letter in doubt", extra={"letter": item.row.letter, "id": str(item.row.pk), "verdict": state.value})
    seen = item.row.claim
    values: dict[str, Any] = {"state": state, "reason": reason}
    if state not in {State.PENDING, State.HELD}:
        values["claim"] = None
    if state == State.SENT:
        values["sent_at"] = item.row.attempted_at
        if item.kind.secret:
            values["context"] = {}
    with rows.scope(organization_id):
        in_doubt = type(item.row).objects.filter(
            pk=item.row.pk, claim=seen, state__in=[State.ATTEMPTING, State.UNKNOWN]
        )
        moved = in_doubt.update(**values)
        if moved and state == State.PENDING and run_at:
            jobs.postpone(item.job_id, run_at=run_at)
        elif moved:
            jobs.finish(item.job_id)


def _verdict(has_left: bool | None, item: Item) -> tuple[State, str]:
    if has_left:
        return State.SENT, "the server had it, as its archive shows"
    if has_left is False or item.kind.in_doubt is InDoubt.RESEND:
        return State.PENDING, ""
    return State.HELD, "it may have been sent: the sender stopped in the middle, and nobody can be asked"
