"""Letting days pass in a demo company: its clock goes on, a day's work is asked for, and some who were asked answer.

A day stops at some hours of the morning, since questions go out in the morning of whoever is asked. Each stop is a job, and
waits until what was due at the one before has been worked off: so a question is asked on Tuesday, answered on Wednesday, and an
alert of it climbs on Thursday.
"""

import uuid
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta

from django.db import transaction
from django.db.models import Q

from accounts import clock
from accounts.contracts.actions import facts as money
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.organizations import actions as organizations
from accounts.organizations.models import Employee, Organization
from accounts.tenancy.context import current_organization_id
from accounts.tenancy.uuid7 import uuid7
from feedback.alerts import actions as alerts
from feedback.coverage import actions as coverage
from feedback.happiness_index import actions as happiness_index
from feedback.insights import actions as insights
from feedback.triggers import actions as triggers
from happiness.demo import answering
from happiness.digest import actions as digests
from journeys.care import actions as care
from journeys.cases import actions as cases
from journeys.decisions import actions as decisions
from journeys.stages import actions as stages

QUEUE = "demo_days"
# In UTC: the morning in Almaty, in Kyiv and Berlin, in London; at the last one the day's own work is asked for.
STOPS = (time(5), time(7, 45), time(9, 30))
DAY = timedelta(days=1)
A_MOMENT = timedelta(seconds=2)  # until the day's work is looked for again


@transaction.atomic
def ask_for(*, days: int, by: Employee, now: datetime) -> None:
    """Let so many days begin, the next at once and the others behind it. Raises NotADemo, and TooFar a year ahead."""
    _step(to=datetime.combine(now.date() + DAY, STOPS[0], UTC), by=by, now=now)
    _later([uuid7() for _stop in range(days * len(STOPS) - 1)], now=clock.real_now())


def waiting() -> int:
    """Return how many days are still to pass in the organization of the scope, the one that is passing among them."""
    stops = Job.objects.filter(queue=QUEUE, organization_id=current_organization_id()).count()
    return -(-stops // len(STOPS))


def live(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Go on to the next stop when the one before has been worked off. The ledger calls this, with a subject for each stop."""
    rest: Sequence[uuid.UUID] = subject_ids
    if not _is_at_work(now):
        own = now + clock.offset()
        try:
            _step(to=_next(own), by=None, now=own)
        except organizations.TooFar:
            return
        rest = subject_ids[1:]
    _later(rest, now=now)


def _is_at_work(now: datetime) -> bool:
    """Tell whether something of the day is still to be done; what has failed and is tried again later holds nothing up."""
    own = Job.objects.filter(organization_id=current_organization_id()).exclude(queue=QUEUE)
    return own.filter(Q(run_at__lte=now) | Q(leased_until__gt=now)).exists()


def _next(own: datetime) -> datetime:
    """Return the next stop after the moment."""
    days = (own.date(), own.date() + DAY)
    return min(at for day in days for stop in STOPS if (at := datetime.combine(day, stop, UTC)) > own)


def _step(*, to: datetime, by: Employee | None, now: datetime) -> None:
    organization = Organization.objects.get()
    organizations.step_clock(organization=organization, by=to - now, employee=by, now=now)
    if to.time() != STOPS[-1]:
        return
    answering.answer(now=to)
    _ask_for_daily_work(organization.pk, now=clock.real_now())


def _ask_for_daily_work(own: uuid.UUID, *, now: datetime) -> None:
    """Ask for what the timetable asks of every organization once a day or more often: a demo's day has its own."""
    jobs.enqueue(queue=coverage.SWEEP, subject_id=own, now=now)
    jobs.enqueue(queue=happiness_index.SWEEP, subject_id=own, now=now)
    jobs.enqueue(queue=insights.QUEUE, subject_id=own, now=now)
    jobs.enqueue(queue=triggers.CALENDAR, subject_id=own, now=now)
    jobs.enqueue(queue=stages.SWEEP, subject_id=own, now=now)
    jobs.enqueue(queue=stages.FIGURES, subject_id=own, now=now)
    jobs.enqueue(queue=money.QUEUE, subject_id=own, now=now)
    jobs.enqueue(queue=alerts.SWEEP, subject_id=own, now=now)
    jobs.enqueue(queue=cases.DUE, subject_id=own, now=now)
    jobs.enqueue(queue=care.PLANS, subject_id=own, now=now)
    jobs.enqueue(queue=decisions.QUEUE, subject_id=own, now=now)
    jobs.enqueue(queue=digests.QUEUE, subject_id=own, now=now)


def _later(subject_ids: Sequence[uuid.UUID], *, now: datetime) -> None:
    jobs.enqueue_many(queue=QUEUE, subject_ids=subject_ids, now=now, run_at=now + A_MOMENT)
