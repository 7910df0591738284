"""Letting runs be looked at: at once, or when their next step is due."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from accounts import clock
from accounts.jobs import actions as jobs

RUNS = "playbook_runs"  # the queue


def wake(run_ids: Iterable[uuid.UUID], *, at: datetime | None = None) -> None:
    """Let these runs be looked at, now or at a moment of the organization's clock; twice is once."""
    run_at = at - clock.offset() if at else None
    jobs.enqueue_many(queue=RUNS, subject_ids=list(run_ids), now=clock.real_now(), run_at=run_at)
