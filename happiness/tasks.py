"""Ticks of the timetable, as Celery brings them."""

from celery import current_app

from accounts import clock
from accounts.jobs import actions as jobs
from happiness import schedule


@current_app.task(name="happiness.tasks.run_recurring", tenant=False)
def run_recurring(*, name: str, **later: object) -> None:
    """Run the entry of the timetable once for its period; unknown names (an older beat) are ignored."""
    for entry in schedule.TIMETABLE:
        if entry.name == name:
            jobs.run_recurring(name=entry.name, every=entry.every, action=entry.action, now=clock.real_now())
