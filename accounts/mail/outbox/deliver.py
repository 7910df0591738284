"""The sender: a batch of one organization's letters, one commit for each."""

import logging
import time
import uuid
from functools import partial

from django.db import InterfaceError, OperationalError

from accounts import clock
from accounts.mail import inbound, smtp
from accounts.mail.compose import Composed, compose
from accounts.mail.models import OutgoingEmail, State
from accounts.mail.outbox import doubt, gate, rows
from accounts.mail.outbox.rows import Item
from accounts.mail.smtp import Outcome, Result

log = logging.getLogger(__name__)


def deliver(organization_id: uuid.UUID, batch: list[tuple[uuid.UUID, uuid.UUID]], deadline: float) -> None:
    """Send the letters of these (job, letter) pairs; none after the deadline. The ledger calls this outside of every scope."""
    waiting = _load(organization_id, batch)
    try:
        eight_bit = bool(waiting) and smtp.connection().takes_eight_bit()
    except smtp.ServerAway as away:
        rows.insist(partial(_let_wait, organization_id, waiting, str(away)), deadline=deadline)
        return
    ready = []
    for item in waiting:
        composed = _compose(organization_id, item, eight_bit, deadline)
        if composed is not None:
            ready.append((item, composed))
    previous: tuple[Item, Result] | None = None
    for item, composed in ready:
        step = partial(_step, organization_id, previous, item, deadline)
        mine = rows.insist(step, deadline=deadline)
        previous = None
        if mine and time.monotonic() < deadline:  # asked again right before sending: the process may have been frozen
            previous = (
                item,
                smtp.connection().send(
                    envelope_from=composed.envelope_from,
                    to=item.row.to_address,
                    content=composed.content,
                    eight_bit=composed.eight_bit,
                ),
            )
            if previous[1].outcome is Outcome.UNREACHABLE:
                break  # the server is away: the rest waits
        elif mine:
            previous = item, Result(Outcome.UNREACHABLE, "the lease was over before it could be sent")
            break
    rows.insist(partial(_step, organization_id, previous, None, deadline), deadline=deadline)
    if previous and previous[1].outcome is Outcome.UNREACHABLE:
        items = [item for item, _composed in ready]
        unseen = items[items.index(previous[0]) + 1 :]
        rows.insist(partial(_let_wait, organization_id, unseen, previous[1].says), deadline=deadline)


def _load(organization_id: uuid.UUID, batch: list[tuple[uuid.UUID, uuid.UUID]]) -> list[Item]:
    """Read the batch; settle what is done already, and look into what is in doubt."""
    model, now = rows.table(organization_id), clock.real_now()
    with rows.scope(organization_id):
        found = {row.pk: row for row in model._base_manager.filter(pk__in=[subject for _job, subject in batch])}
        items = [Item(job, found[subject], uuid.uuid4()) for job, subject in batch if subject in found]
        waiting = [item for item in items if item.row.state == State.PENDING]
        for job, subject in batch:
            row = found.get(subject)
            if row is None or row.state not in {State.PENDING, State.ATTEMPTING, State.UNKNOWN}:
                rows.jobs.finish(job)
    for item in items:
        if item.row.state in {State.ATTEMPTING, State.UNKNOWN}:
            doubt.resolve(organization_id, item, now=now)
    return waiting


def _compose(organization_id: uuid.UUID, item: Item, eight_bit: bool, deadline: float) -> Composed | None:
    """Render the letter; one that cannot be rendered fails alone, with the reason on the page."""
    try:
        with rows.scope(organization_id):
            return compose(item.row, kind=item.kind, server_takes_eight_bit=eight_bit)
    except (OperationalError, InterfaceError):
        raise  # the database is away: that says nothing about the letter, which is tried again when the lease is over
    except Exception as error:
        log.exception("letter cannot be written", extra={"letter": item.row.letter, "id": str(item.row.pk)})
        reason = f"the letter cannot be written: {type(error).__name__}: {error}"

    def record() -> None:
        with rows.scope(organization_id):
            rows.stop(item, state=State.FAILED, now=clock.real_now(), reason=reason)

    rows.insist(record, deadline=deadline)
    return None


def _step(
    organization_id: uuid.UUID, previous: tuple[Item, Result] | None, following: Item | None, deadline: float
) -> bool:
    """Record the letter before and begin the next, in one transaction; return whether the next is ours to send."""
    now = clock.real_now()
    with rows.scope(organization_id):
        if previous is not None:
            _record(*previous)
        if following is None or time.monotonic() > deadline:
            return False
        try:
            gate.pass_through(following, now=now)
        except gate.Refused as refusal:
            if refusal.run_at is None:
                rows.stop(following, state=refusal.state, now=now, reason=refusal.reason)
            else:
                rows.jobs.postpone(following.job_id, run_at=refusal.run_at, error=refusal.reason)
            return False
        # A commit whose answer was lost is repeated: then the row is attempted already, under our own claim.
        return rows.begin(following, now=now) or _is_begun(following)


def _is_begun(item: Item) -> bool:
    return type(item.row)._base_manager.filter(pk=item.row.pk, state=State.ATTEMPTING, claim=item.claim).exists()


def _record(item: Item, result: Result) -> None:
    now = clock.real_now()
    match result.outcome:
        case Outcome.SENT:
            rows.end(item, state=State.SENT, now=now)
        case Outcome.REFUSED:
            rows.end(item, state=State.FAILED, now=now, reason=result.says)
            if result.refused_recipient:
                _note_refused(item, result)
        case Outcome.UNKNOWN:
            rows.end(item, state=State.UNKNOWN, now=now, reason=result.says, run_at=now)
        case Outcome.DEFERRED | Outcome.UNREACHABLE:
            run_at = rows.next_try(item.row.attempts + 1, now)  # with this one
            state = State.PENDING if run_at else State.FAILED
            is_away = result.outcome is Outcome.UNREACHABLE
            reason = f"{smtp.AWAY}: {result.says}" if is_away else result.says
            rows.end(item, state=state, now=now, reason=reason, run_at=run_at)


def _note_refused(item: Item, result: Result) -> None:
    """An address that the server does not know gets no further letters; every other refusal says nothing about it."""
    if isinstance(item.row, OutgoingEmail) and " 5.1.1" in f" {result.says}":
        inbound.refused(item.row, says=result.says, now=clock.real_now())


def _let_wait(organization_id: uuid.UUID, items: list[Item], reason: str) -> None:
    """Try letters again in a little while that the server did not even see."""
    with rows.scope(organization_id):
        for item in items:
            rows.jobs.postpone(item.job_id, run_at=clock.real_now() + rows.LATER, error=f"{smtp.AWAY}: {reason}")
