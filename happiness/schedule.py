"""THE TIMETABLE: every recurring job on one page.

Celery beat ticks it where there is Redis, `manage.py drain --loop` where there is none. A missed or double tick is harmless:
each entry runs once per period, whoever asks (accounts.jobs.actions.run_recurring).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class Recurring:
    """A job of the installation: its name, how often, and the action `(*, now)` that it calls."""

    name: str
    every: timedelta
    action: str


SWEEP = timedelta(seconds=1)  # how long a lost hint can delay a job, and how late an entry may run
LATE = timedelta(minutes=5)  # from then on it is no delay: nobody ticks

TIMETABLE = [
    Recurring("seal-audit", timedelta(minutes=1), "accounts.audit.actions.request_seals"),
    Recurring("watch-mail", timedelta(minutes=1), "accounts.mail.alarm.watch"),
    Recurring("fetch-mail", timedelta(minutes=1), "accounts.mail.inbox.request_fetch"),
    Recurring("forget-system-letters", timedelta(days=1), "accounts.mail.actions.forget_system_letters"),
    Recurring("tidy-imports", timedelta(days=1), "accounts.exchange.actions.request_tidying"),
    Recurring("tidy-webhooks", timedelta(days=1), "accounts.webhooks.actions.request_tidying"),
    Recurring("tidy-incoming-webhooks", timedelta(days=1), "accounts.inbound.actions.request_tidying"),
    Recurring("find-stale-coverage", timedelta(days=1), "feedback.coverage.actions.request_sweeps"),
    Recurring("count-indices", timedelta(days=1), "feedback.happiness_index.actions.request_counts"),
    Recurring("send-digests", timedelta(minutes=5), "happiness.digest.actions.request_digests"),
    Recurring("look-for-missed-digests", timedelta(hours=1), "happiness.digest.alarm.request_looks"),
    Recurring("keep-house-days", timedelta(hours=1), "feedback.insights.actions.request_days"),
    Recurring("look-for-alerts", timedelta(days=1), "feedback.alerts.actions.request_sweeps"),
    Recurring("look-at-rules", timedelta(hours=1), "feedback.triggers.actions.request_days"),
    Recurring("pause-failing-rules", timedelta(hours=1), "feedback.triggers.actions.pause_failing"),
    Recurring("look-at-stages", timedelta(days=1), "journeys.stages.actions.request_sweeps"),
    Recurring("count-stages", timedelta(days=1), "journeys.stages.actions.request_counts"),
    Recurring("find-late-cases", timedelta(minutes=5), "journeys.cases.actions.request_overdue"),
    Recurring("recount-money", timedelta(days=1), "accounts.contracts.actions.request_recounts"),
    Recurring("forget-sent-forms", timedelta(days=1), "accounts.web.actions.request_forgetting"),
    Recurring("count-clicks", timedelta(minutes=1), "feedback.invitations.actions.count_clicks"),
    Recurring("plan-care", timedelta(hours=6), "journeys.care.actions.request_plans"),
    Recurring("measure-initiatives", timedelta(days=1), "journeys.initiatives.actions.request_counts"),
    Recurring("remind-of-rulings", timedelta(hours=6), "journeys.initiatives.actions.request_reminders"),
    Recurring("remind-of-decisions", timedelta(hours=6), "journeys.decisions.actions.request_reminders"),
    Recurring("tidy-letters", timedelta(days=1), "feedback.safe_island.actions.request_tidying"),
    Recurring("forget-old-asks", timedelta(days=1), "feedback.invitations.actions.request_forgetting"),
]


def is_late(entry: Recurring, *, ran_at: datetime | None, now: datetime) -> bool:
    """Tell whether the entry should have run by now, and has not; None is an entry that has never run."""
    return ran_at is None or now - ran_at > entry.every + LATE


def beat_schedule() -> dict[str, dict[str, Any]]:
    """Return what Celery's beat sends: "look at the timetable" and "look into the ledger", again and again.

    Beat does not know the periods: a lost message would cost a whole one, and a restart would start it anew.
    """
    options = {"expires": SWEEP.total_seconds()}
    return {
        "timetable": {"task": "happiness.tasks.tick", "schedule": SWEEP, "options": options},
        "sweep": {"task": "accounts.tasks.drain_all", "schedule": SWEEP, "options": options},
    }
