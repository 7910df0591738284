"""Ticks of the timetable, as Celery brings them."""

import logging

from celery import current_app
from django.db import InterfaceError, OperationalError

from accounts import clock
from accounts.jobs import actions as jobs
from happiness import schedule

log = logging.getLogger(__name__)


@current_app.task(name="happiness.tasks.tick", tenant=False)
def tick(**later: object) -> None:
    """Run every entry of the timetable whose period has come; one that fails is tried again and holds up no other."""
    for entry in schedule.TIMETABLE:
        try:
            jobs.run_recurring(name=entry.name, every=entry.every, action=entry.action, now=clock.real_now())
        except (InterfaceError, OperationalError):  # the database is away: the same for all of them
            raise
        except Exception:
            log.exception("recurring job failed", extra={"job": entry.name})
