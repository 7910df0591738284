"""Writing jobs and doing them: fairly between organizations, and never lost with the process that did them."""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction
from django.utils.module_loading import import_string

from accounts.jobs import registry
from accounts.jobs.models import Heartbeat, Job
from accounts.tenancy.context import current_organization_id, tenant_context

log = logging.getLogger(__name__)

BATCH = 20
LEASE = timedelta(minutes=6)  # longer than the hard time limit of a worker's task
BACK_OFF, LONGEST_BACK_OFF = timedelta(seconds=10), timedelta(hours=1)

# The next organization is the one with the most urgent, then the oldest due job; after its batch the others come first.
WHOSE_TURN = """
SELECT organization_id FROM accounts_job
WHERE queue = %(queue)s AND run_at <= %(now)s AND (leased_until IS NULL OR leased_until < %(now)s)
GROUP BY organization_id ORDER BY min(priority), min(run_at)
"""
CLAIM = """
UPDATE accounts_job SET leased_until = %(until)s, attempts = attempts + 1 WHERE id IN (
  SELECT id FROM accounts_job
  WHERE queue = %(queue)s AND organization_id = %(organization)s AND run_at <= %(now)s
    AND (leased_until IS NULL OR leased_until < %(now)s)
  ORDER BY priority, run_at FOR UPDATE SKIP LOCKED LIMIT %(batch)s)
RETURNING id, subject_id
"""


def enqueue(
    *, queue: str, subject_id: uuid.UUID, now: datetime, run_at: datetime | None = None, priority: int = 100
) -> None:
    """Write a job for the current organization beside its cause; once per queue and subject while it waits."""
    Job.objects.bulk_create(
        [
            Job(
                organization_id=current_organization_id(),
                queue=queue,
                subject_id=subject_id,
                priority=priority,
                run_at=run_at or now,
            )
        ],
        ignore_conflicts=True,
    )


def drain_all(*, now: Callable[[], datetime]) -> int:
    """Do everything that is due in every queue; return how many jobs were done."""
    return sum(drain(queue=queue, now=now) for queue in registry.queues())


def drain(*, queue: str, now: Callable[[], datetime]) -> int:
    """Do what is due in `queue`, a batch of one organization at a time; return how many jobs were done.

    A job of a process that dies is free again when its lease ends. A failing batch is retried job by job, so that one bad
    job does not hold up its neighbors; it waits longer after each try and stays visible with its error's class.
    """
    done = 0
    while organizations := _with_due_work(queue, now()):
        worked = 0
        for organization_id in organizations:
            jobs = _claim(queue, organization_id, now())
            worked += len(jobs)
            done += _work_off(queue, organization_id, jobs, now())
        if not worked:  # others hold the rest
            break
    return done


def run_recurring(*, name: str, every: timedelta, action: str, now: datetime) -> bool:
    """Run the action of a timetable's entry unless its period has been run already; return whether it ran.

    The heartbeat is claimed first: of two clocks that tick at once, one runs the action.
    """
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, ran_at=datetime.min.replace(tzinfo=now.tzinfo))], ignore_conflicts=True
    )
    # A tick may come a little early; a tenth of the period is tolerated.
    if not Heartbeat.objects.filter(name=name, ran_at__lte=now - every * 0.9).update(ran_at=now):
        return False
    import_string(action)(now=now)
    return True


def _with_due_work(queue: str, now: datetime) -> list[uuid.UUID]:
    with connection.cursor() as cursor:
        cursor.execute(WHOSE_TURN, {"queue": queue, "now": now})
        return [row[0] for row in cursor.fetchall()]


def _claim(queue: str, organization_id: uuid.UUID, now: datetime) -> list[tuple[uuid.UUID, uuid.UUID]]:
    with connection.cursor() as cursor:
        cursor.execute(
            CLAIM,
            {"queue": queue, "organization": organization_id, "now": now, "until": now + LEASE, "batch": BATCH},
        )
        return cursor.fetchall()


def _work_off(queue: str, organization_id: uuid.UUID, jobs: list[tuple[uuid.UUID, uuid.UUID]], now: datetime) -> int:
    if _attempt(queue, organization_id, jobs, now) is None:
        return len(jobs)
    done = 0
    for job in jobs:
        error = _attempt(queue, organization_id, [job], now)
        if error is None:
            done += 1
        else:
            _postpone(job[0], error, now)
    return done


def _attempt(
    queue: str, organization_id: uuid.UUID, jobs: list[tuple[uuid.UUID, uuid.UUID]], now: datetime
) -> Exception | None:
    try:
        with tenant_context(organization_id):
            registry.handler_of(queue)([subject_id for _job_id, subject_id in jobs], now)
            Job.objects.filter(pk__in=[job_id for job_id, _subject_id in jobs]).delete()
    except Exception as error:  # whatever a handler raises must not stop the others' work
        log.exception("job failed", extra={"queue": queue, "organization_id": str(organization_id), "jobs": len(jobs)})
        return error
    return None


def _postpone(job_id: uuid.UUID, error: Exception, now: datetime) -> None:
    job = Job.objects.get(pk=job_id)
    wait = min(BACK_OFF * 2 ** min(job.attempts, 12), LONGEST_BACK_OFF)
    job.run_at, job.leased_until, job.last_error = now + wait, None, type(error).__name__[:100]
    try:
        with transaction.atomic():
            job.save(update_fields=["run_at", "leased_until", "last_error"])
    except IntegrityError:  # the same work was asked for again meanwhile, and waits
        job.delete()
