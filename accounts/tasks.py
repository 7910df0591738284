"""Hints only: a task says "look into the ledger"; the row there is the job."""

from datetime import timedelta

from celery import current_app

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.jobs import registry

# A worker that is told to stop finishes its tasks first, and is killed when that takes too long: what it was doing then waits
# until the lease ends. The next tick goes on with the rest.
AT_MOST = timedelta(seconds=10)


@current_app.task(name="accounts.tasks.drain", tenant=False)
def drain(*, queue: str, **later: object) -> None:
    """Do what is due in one queue and, in turns with it, in others: no mailing keeps a worker from somebody's event.

    A queue that this version does not know is left to others.
    """
    if queue in registry.queues():
        jobs.drain_all(now=clock.real_now, at_most=AT_MOST, asked=queue)


@current_app.task(name="accounts.tasks.drain_all", tenant=False)
def drain_all(**later: object) -> None:
    """Do everything that is due in the ledger."""
    jobs.drain_all(now=clock.real_now, at_most=AT_MOST)
