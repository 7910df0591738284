"""THE TIMETABLE: every recurring job on one page.

Celery beat ticks it where there is Redis, `manage.py drain --loop` where there is none. A missed or double tick is harmless:
each entry runs once per period, whoever asks (accounts.jobs.actions.run_recurring).
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Recurring:
    """A job of the installation: its name, how often, and the action `(*, now)` that it calls."""

    name: str
    every: timedelta
    action: str


SWEEP = timedelta(seconds=5)  # how long a lost hint can delay a job

TIMETABLE = [
    Recurring("seal-audit", timedelta(minutes=1), "accounts.audit.actions.request_seals"),
]


def beat_schedule() -> dict[str, dict[str, Any]]:
    """Return the timetable and the sweep in the form of Celery's beat."""
    entries: dict[str, dict[str, Any]] = {
        entry.name: {
            "task": "happiness.tasks.run_recurring",
            "schedule": entry.every,
            "kwargs": {"name": entry.name},
            "options": {"expires": entry.every.total_seconds()},
        }
        for entry in TIMETABLE
    }
    entries["sweep"] = {
        "task": "accounts.tasks.drain_all",
        "schedule": SWEEP,
        "options": {"expires": SWEEP.total_seconds()},
    }
    return entries
