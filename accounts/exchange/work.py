"""The worker: one import after the other, a few seconds each, so that no organization waits for another one's big file.

A batch is one transaction with its progress; whoever is killed leaves whole batches, and the next worker goes on behind them.
"""

import logging
import time
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import InterfaceError, OperationalError

from accounts import clock
from accounts.exchange import actions
from accounts.exchange.models import ImportJob
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context

log = logging.getLogger(__name__)

TURN_SECONDS = 15.0
State = ImportJob.State
Step = Callable[..., bool]
STEPS: dict[str, Step] = {
    State.CHECKING: actions.check_batch,
    State.RUNNING: actions.run_batch,
    State.UNDOING: actions.undo_batch,
}


def work(organization_id: uuid.UUID, batch: list[tuple[uuid.UUID, uuid.UUID]], deadline: float) -> None:
    """Bring these imports further; the ledger calls this outside of every scope, with (ledger's job, import) pairs."""
    ends = min(deadline, time.monotonic() + TURN_SECONDS)
    for ledger_id, import_id in batch:
        is_over = advance(organization_id=organization_id, import_id=import_id, ends=ends, now=clock.real_now())
        with tenant_context(organization_id):
            if is_over:
                jobs.finish(ledger_id)
            else:
                jobs.postpone(ledger_id, run_at=clock.real_now())


def advance(*, organization_id: uuid.UUID, import_id: uuid.UUID, ends: float, now: datetime) -> bool:
    """Work on one import until its part is done or `ends` has come; return whether a person is next. `now` is the real time.

    A fault of ours ends the import with words, instead of a bar that stands still for ever.
    """
    try:
        return _advance(organization_id, import_id, ends, now)
    except (InterfaceError, OperationalError):  # the database is away, or a lock is held too long: later
        raise
    except Exception:
        log.exception("import failed", extra={"import_id": str(import_id), "organization_id": str(organization_id)})
        with tenant_context(organization_id):
            actions.fail(job=ImportJob.objects.get(pk=import_id), code="ours", now=now + clock.offset())
        return True


def _advance(organization_id: uuid.UUID, import_id: uuid.UUID, ends: float, now: datetime) -> bool:
    with tenant_context(organization_id):
        state = ImportJob.objects.filter(pk=import_id).values_list("state", flat=True).first()
        own = now + clock.offset()
    if state == State.READING:
        return actions.read(organization_id=organization_id, job_id=import_id, ends=ends, now=own)
    step: Any = STEPS.get(state or "")
    if step is None:
        return True
    while True:
        with tenant_context(organization_id):
            if step(job_id=import_id, now=own):
                return True
        if time.monotonic() >= ends:
            return False
