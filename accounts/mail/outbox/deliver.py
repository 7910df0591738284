"""The sender: a batch of one organization's letters, one commit and one round trip for each."""

import logging
import time
import uuid
from functools import partial
from typing import Any

from django.db import InterfaceError, OperationalError

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.mail import inbound, smtp
from accounts.mail.compose import Composed, compose
from accounts.mail.models import OutgoingEmail, SenderProfile, State
from accounts.mail.outbox import doubt, gate, rows
from accounts.mail.outbox.gate import Refusal
from accounts.mail.outbox.rows import Item
from accounts.mail.smtp import Outcome, Result
from accounts.tenancy.statements import Statement

log = logging.getLogger(__name__)

OVER = "the lease was over before it could be sent"


def deliver(organization_id: uuid.UUID, batch: list[tuple[uuid.UUID, uuid.UUID]], deadline: float) -> None:
    """Send the letters of these (job, letter) pairs; none after the deadline. The ledger calls this outside of every scope."""
    waiting, profile = _load(organization_id, batch)
    try:
        eight_bit = bool(waiting) and (not gate.is_open() or smtp.connection().takes_eight_bit())
    except smtp.ServerAway as away:
        rows.insist(partial(_let_wait, organization_id, waiting, str(away)), deadline=deadline)
        return
    ready = []
    for item in waiting:
        composed = _compose(organization_id, item, profile, eight_bit, deadline)
        if composed is not None:
            ready.append((item, composed))
    try:
        _hand_over(organization_id, ready, deadline)
    finally:
        smtp.connection().withdraw()


def _hand_over(organization_id: uuid.UUID, ready: list[tuple[Item, Composed]], deadline: float) -> None:
    sent: Item | None = None
    line, is_ahead = smtp.connection(), gate.is_open()
    for position, (item, composed) in enumerate(ready):
        if is_ahead:  # the server thinks about the letter while the database does
            line.announce(envelope_from=composed.envelope_from, to=composed.to, eight_bit=composed.eight_bit)
        mine = rows.insist(partial(_step, organization_id, sent, item, deadline))
        sent = None
        if not mine:
            line.withdraw()
            is_ahead = False  # more of this batch may stay here, and each one would cost a connection
            continue
        result = _send(composed, deadline)
        if result.outcome is Outcome.SENT:
            sent = item
            continue
        rows.insist(partial(_record_failure, organization_id, item, result))
        if result.outcome is Outcome.UNREACHABLE:  # the server is away: the rest waits
            unseen = [item for item, _composed in ready[position + 1 :]]
            rows.insist(partial(_let_wait, organization_id, unseen, result.says), deadline=deadline)
            return
    rows.insist(partial(_step, organization_id, sent, None, deadline))


def _load(
    organization_id: uuid.UUID, batch: list[tuple[uuid.UUID, uuid.UUID]]
) -> tuple[list[Item], SenderProfile | None]:
    """Read the batch and how its letters look; settle what is done already, and look into what is in doubt."""
    model, now = rows.table(organization_id), clock.real_now()
    with rows.scope(organization_id):
        subjects: Any = model.objects.filter(pk__in=[subject for _job, subject in batch])
        if model is OutgoingEmail:
            subjects = subjects.select_related("organization")  # whose color the letters wear
        found = {row.pk: row for row in subjects}
        items = [Item(job, found[subject], uuid.uuid4()) for job, subject in batch if subject in found]
        waiting = [item for item in items if item.row.state == State.PENDING]
        for job, subject in batch:
            row = found.get(subject)
            if row is None or row.state not in {State.PENDING, State.ATTEMPTING, State.UNKNOWN}:
                jobs.finish(job)
        profile = SenderProfile.objects.first() if model is OutgoingEmail else None
    for item in items:
        if item.row.state in {State.ATTEMPTING, State.UNKNOWN}:
            doubt.resolve(organization_id, item, now=now)
    return waiting, profile


def _compose(
    organization_id: uuid.UUID, item: Item, profile: SenderProfile | None, eight_bit: bool, deadline: float
) -> Composed | None:
    """Render the letter; one that cannot be rendered fails alone, with the reason on the page."""
    try:
        return compose(item.row, kind=item.kind, profile=profile, server_takes_eight_bit=eight_bit)
    except Exception as error:
        log.exception("letter cannot be written", extra={"letter": item.row.letter, "id": str(item.row.pk)})
        refusal = Refusal(State.FAILED, f"the letter cannot be written: {type(error).__name__}: {error}")
    rows.insist(partial(_refuse, organization_id, item, refusal), deadline=deadline)
    return None


def _send(composed: Composed, deadline: float) -> Result:
    """Hand the letter over; asked for the time again right before it, as the process may have been frozen."""
    if time.monotonic() >= deadline:
        return Result(Outcome.UNREACHABLE, OVER)
    return smtp.connection().send(
        envelope_from=composed.envelope_from,
        to=composed.to,
        content=composed.content,
        eight_bit=composed.eight_bit,
    )


def _step(organization_id: uuid.UUID, sent: Item | None, following: Item | None, deadline: float) -> bool:
    """Record the letter that has left and begin the next, in one transaction; return whether the next is ours to send."""
    now = clock.real_now()
    before = [rows.left(sent, now=now)] if sent else []
    if following is None:
        rows.run(organization_id, *before)
        return False
    if time.monotonic() > deadline:
        _give_back(organization_id, following, *before)
        return False
    refusal = gate.closed(following, now=now)
    if refusal is None:
        try:
            mine, refusal = _begin(organization_id, before, following)
        except (OperationalError, InterfaceError):
            raise  # the database is away: that says nothing about the letter
        except Exception as error:  # its recheck is broken: it fails alone, and what has left is not forgotten
            log.exception(
                "letter cannot be looked at", extra={"letter": following.row.letter, "id": str(following.row.pk)}
            )
            refusal = Refusal(State.FAILED, f"the letter cannot be looked at: {type(error).__name__}: {error}")
        else:
            before = []
            if mine or refusal is None:
                return mine
    _refuse(organization_id, following, refusal, *before)
    return False


def _begin(organization_id: uuid.UUID, before: list[Statement], item: Item) -> tuple[bool, Refusal | None]:
    """Say that the letter is being attempted, and return whether it is ours to send, or why it does not leave.

    One round trip, unless somebody must look at the letter again, which happens under the lock of its reader.
    """
    now, recheck = clock.real_now(), gate.recheck(item)
    locked = [*before, *gate.lock(item)]
    if recheck is None:
        ((mine, word),) = rows.run(organization_id, *locked, gate.attempt(item, now=now))
        return mine, gate.refusal(word, now=now)
    with rows.scope(organization_id):
        ((word, _is_counted),) = rows.run(organization_id, *locked, gate.question(item, now=now))
        if word is None and (reason := recheck(item.row, now)):
            return False, Refusal(State.SUPPRESSED, reason)
        ((mine, word),) = rows.run(organization_id, gate.attempt(item, now=now))
        return mine, gate.refusal(word, now=now)


def _refuse(organization_id: uuid.UUID, item: Item, refusal: Refusal, *before: Statement) -> None:
    with rows.scope(organization_id):
        rows.run(organization_id, *before)
        if refusal.run_at is None:
            rows.stop(item, state=refusal.state, reason=refusal.reason)
        else:
            jobs.postpone(item.job_id, run_at=refusal.run_at, error=refusal.reason)


def _give_back(organization_id: uuid.UUID, item: Item, *before: Statement) -> None:
    """Let a letter wait again that was not handed over in time: it is being attempted if only the answer to that was lost."""
    with rows.scope(organization_id):
        rows.run(organization_id, *before)
        rows.end(item, state=State.PENDING, reason=OVER, run_at=clock.real_now())


def _record_failure(organization_id: uuid.UUID, item: Item, result: Result) -> None:
    now = clock.real_now()
    with rows.scope(organization_id):
        match result.outcome:
            case Outcome.REFUSED:
                rows.end(item, state=State.FAILED, reason=result.says)
                if result.refused_recipient:
                    _note_refused(item, result)
            case Outcome.UNKNOWN:
                rows.end(item, state=State.UNKNOWN, reason=result.says, run_at=now)
            case _:
                run_at = rows.next_try(item.row.attempts + 1, now)  # with this one
                state = State.PENDING if run_at else State.FAILED
                is_away = result.outcome is Outcome.UNREACHABLE
                reason = f"{smtp.AWAY}: {result.says}" if is_away else result.says
                rows.end(item, state=state, reason=reason, run_at=run_at)


def _note_refused(item: Item, result: Result) -> None:
    """An address that the server does not know gets no further letters; every other refusal says nothing about it."""
    if isinstance(item.row, OutgoingEmail) and " 5.1.1" in f" {result.says}":
        inbound.refused(item.row, says=result.says, now=clock.real_now())


def _let_wait(organization_id: uuid.UUID, items: list[Item], reason: str) -> None:
    """Try letters again in a little while that the server did not even see."""
    with rows.scope(organization_id):
        for item in items:
            jobs.postpone(item.job_id, run_at=clock.real_now() + rows.LATER, error=f"{smtp.AWAY}: {reason}")
