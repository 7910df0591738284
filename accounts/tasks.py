"""Hints only: a task says "look into the ledger"; the row there is the job."""

from datetime import timedelta

from celery import current_app

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.jobs import registry

# Well within the time limit of a task: what a worker was doing when it is stopped waits until the lease ends.
AT_MOST = timedelta(minutes=2)


@current_app.task(name="accounts.tasks.drain", tenant=False)
def drain(*, queue: str, **later: object) -> None:
    """Do what is due in one queue; a queue that this version does not know is left to others."""
    if queue in registry.queues():
        jobs.drain(queue=queue, now=clock.real_now, at_most=AT_MOST)


@current_app.task(name="accounts.tasks.drain_all", tenant=False)
def drain_all(**later: object) -> None:
    """Do everything that is due in the ledger."""
    jobs.drain_all(now=clock.real_now, at_most=AT_MOST)
