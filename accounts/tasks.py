"""Hints only: a task says "look into the ledger"; the row there is the job."""

from celery import current_app

from accounts import clock
from accounts.jobs import actions as jobs


@current_app.task(name="accounts.tasks.drain_all", tenant=False)
def drain_all(**later: object) -> None:
    """Do everything that is due in the ledger."""
    jobs.drain_all(now=clock.real_now)
