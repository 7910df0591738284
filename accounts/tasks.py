"""Hints only: a task says "look into the ledger"; the row there is the job."""

from celery import current_app

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.jobs import registry


@current_app.task(name="accounts.tasks.drain", tenant=False)
def drain(*, queue: str, **later: object) -> None:
    """Do what is due in one queue; a queue that this version does not know is left to others."""
    if queue in registry.queues():
        jobs.drain(queue=queue, now=clock.real_now)


@current_app.task(name="accounts.tasks.drain_all", tenant=False)
def drain_all(**later: object) -> None:
    """Do everything that is due in the ledger."""
    jobs.drain_all(now=clock.real_now)
