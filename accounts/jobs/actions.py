"""Writing jobs and doing them: fairly between organizations, and never lost with the process that did them."""

import logging
import math
import secrets
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import DateTimeField, Q, Value
from django.db.models.functions import Coalesce
from django.utils.module_loading import import_string

from accounts import clock
from accounts.jobs import claims, hints, registry
from accounts.jobs.claims import LEASE, Turn
from accounts.jobs.models import Heartbeat, Job
from accounts.tenancy.context import (
    TenantContextConflict,
    current_organization_id,
    organization_id_or_none,
    tenant_context,
)

log = logging.getLogger(__name__)

INSTALLATION = uuid.UUID(int=0)  # the owner of work that belongs to no organization
USABLE = LEASE * 0.8  # after this part of a lease nothing more is sent: another worker may soon believe us dead
NEVER = datetime.min.replace(tzinfo=UTC)  # when a recurring job ran that has not run yet
DEADLOCK = "40P01"  # what PostgreSQL says of two transactions that wait for each other
BACK_OFF, LONGEST_BACK_OFF = timedelta(seconds=10), timedelta(hours=1)


def enqueue(
    *, queue: str, subject_id: uuid.UUID, now: datetime, run_at: datetime | None = None, priority: int = 100
) -> None:
    """Write a job for the current organization beside its cause; once per queue and subject while it waits.

    A job that waits already is done at the earlier of both times, unless it waits because it failed.
    """
    enqueue_many(queue=queue, subject_ids=[subject_id], now=now, run_at=run_at, priority=priority)


def enqueue_many(
    *,
    queue: str,
    subject_ids: Iterable[uuid.UUID],
    now: datetime,
    run_at: datetime | None = None,
    priority: int = 100,
    organization_id: uuid.UUID | None = None,
    is_quiet: bool = False,
    are_new: bool = False,
) -> None:
    """Write a job for each subject in one statement, and hint a worker after the commit.

    The jobs are the current organization's; INSTALLATION names work that belongs to none. Of a quiet job nobody is told, a
    worker neither: the sweep finds it. Jobs are due by the real clock: `run_at` is meant by it, while `now` may be that of a
    demo organization which stands on a later day. Subjects that `are_new`, made in this transaction, cannot wait already:
    what waits is not looked at, which spares a statement.
    """
    due = dict.fromkeys(subject_ids, run_at or min(now, clock.real_now()))
    enqueue_each(
        queue=queue,
        due=due,
        now=now,
        priority=priority,
        organization_id=organization_id,
        is_quiet=is_quiet,
        are_new=are_new,
    )


def enqueue_each(
    *,
    queue: str,
    due: Mapping[uuid.UUID, datetime],
    now: datetime,
    priority: int = 100,
    organization_id: uuid.UUID | None = None,
    is_quiet: bool = False,
    are_new: bool = False,
) -> None:
    """Write a job for each subject, each with its own moment, in as many statements as for one; otherwise as `enqueue_many`."""
    owner = organization_id or current_organization_id()
    jobs = [
        Job(
            organization_id=owner,
            queue=queue,
            subject_id=subject_id,
            priority=priority,
            run_at=run_at,
            is_quiet=is_quiet,
        )
        for subject_id, run_at in due.items()
    ]
    Job.objects.bulk_create(jobs, ignore_conflicts=True)
    if not are_new:
        claims.bring_forward(queue=queue, organization_id=owner, due=due, priority=priority)
    if any(run_at <= now for run_at in due.values()) and not is_quiet:
        transaction.on_commit(lambda: hints.send(queue), robust=True)


def drain_all(*, now: Callable[[], datetime], at_most: timedelta | None = None, asked: str = "") -> int:
    """Do everything that is due in every queue that somebody handles; return how many jobs were taken.

    With `at_most`, queues take turns of a batch each until that time is over: a letter's way leads through several queues, and
    in none of them it may wait for another queue's end. Without it each queue is done to its end, one after the other.
    Whoever was `asked` for one queue begins nothing in another that takes long.
    """
    queues = [queue for queue in registry.queues() if not asked or queue == asked or not registry.takes_long(queue)]
    if at_most is None:
        return sum(drain(queue=queue, now=now) for queue in queues)
    end, taken = _end(at_most), 0
    served: defaultdict[str, set[uuid.UUID]] = defaultdict(set)
    while done := sum(_drain(queue, now, served[queue], most=1) for queue in _busy(queues)):
        taken += done
        if time.monotonic() >= end:
            break
    return taken


def drain(*, queue: str, now: Callable[[], datetime], at_most: timedelta | None = None) -> int:
    """Do what is due in `queue`, a batch of one organization at a time; return how many jobs were taken.

    Takes no further batch after `at_most`. Raises TenantContextConflict inside a scope: it enters one after the other.

    After each batch it is another organization's turn, unless something urgent is due. A job of a process that dies is free
    again when its lease ends. A failing batch is retried job by job, so that one bad job does not hold up its neighbors; it
    waits longer after each try and stays visible with its error's class.
    """
    return _drain(queue, now, set(), end=_end(at_most))


def _busy(queues: Iterable[str]) -> Iterator[str]:
    """Yield those in which something waits, asked for before every turn: what a turn brings about is done in the same round."""
    waiting = claims.waiting_queues()
    for queue in queues:
        if queue in waiting:
            yield queue
            waiting = claims.waiting_queues()


def _end(at_most: timedelta | None) -> float:
    return time.monotonic() + (at_most.total_seconds() if at_most else math.inf)


def _drain(
    queue: str, now: Callable[[], datetime], served: set[uuid.UUID], *, end: float = math.inf, most: float = math.inf
) -> int:
    """Do batches until nothing is due, the time is over, or so many rounds were done; `served` remembers who had a turn."""
    if organization_id_or_none() is not None:
        raise TenantContextConflict("a drain works for every organization: leave the scope first")
    taken, held = 0, set[Turn]()
    while most > 0 and time.monotonic() < end and (due := _due(queue, now(), held)):
        before = taken
        for turn in claims.next_turns(due, served):
            organization_id, started = turn.organization_id, time.monotonic()
            jobs = claims.claim(queue=queue, turn=turn, now=now())
            served.add(organization_id)
            taken += len(jobs)
            if not jobs:
                held.add(turn)  # another worker was faster
            elif outward := registry.outward_of(queue):
                _send_off(outward, organization_id, jobs, started + USABLE.total_seconds())
            else:
                _work_off(queue, organization_id, jobs, now())
            if time.monotonic() >= end:
                break
        most -= taken > before
    return taken


def _due(queue: str, now: datetime, held: set[Turn]) -> list[Turn]:
    return [one for one in claims.turns(queue=queue, now=now) if one not in held]


def finish(job_id: uuid.UUID) -> None:
    """Take a job out of the ledger, in the transaction that records its outcome."""
    Job.objects.filter(pk=job_id).delete()


def postpone(job_id: uuid.UUID, *, run_at: datetime, error: str = "") -> bool:
    """Let a job wait until `run_at`; it gives way when the same work was asked for again meanwhile. False: it is done."""
    since = Coalesce("failing_since", Value(clock.real_now(), DateTimeField())) if error else None
    try:
        with transaction.atomic():
            waits = Job.objects.filter(pk=job_id).update(
                run_at=run_at, leased_until=None, last_error=error[:100], failing_since=since
            )
    except IntegrityError:
        Job.objects.filter(pk=job_id).delete()
        return True
    return bool(waits)


def try_again(*, job: Job, now: datetime) -> bool:
    """Let a job that waits be done now; False when somebody has it in hand, or has done it since."""
    waiting = Job.objects.filter(pk=job.pk, organization_id=job.organization_id, leased_until=None)
    if not waiting.update(run_at=now):
        return False
    transaction.on_commit(lambda: hints.send(job.queue), robust=True)
    return True


def back_off(attempts: int) -> timedelta:
    """Return how long to wait after so many tries: 20 seconds, doubled each time, an hour at most, up to a tenth more."""
    wait = min(BACK_OFF * 2 ** min(attempts, 12), LONGEST_BACK_OFF)
    return wait * (1 + secrets.randbelow(100) / 1000)


def run_recurring(*, name: str, every: timedelta, action: str, now: datetime) -> bool:
    """Run the action of a timetable's entry unless its period has been run already; return whether it ran.

    The heartbeat and what the action writes are one transaction: of two clocks that tick at once one runs the action, and
    a period whose action failed, or whose process died, is run by the next tick. A heartbeat of more than a period ahead was
    left by a clock that was wrong, and counts for nothing. Raises what the action raises, after noting it at the heartbeat.
    """
    # A tick may come a little early, and another machine's clock may be a little ahead.
    just_ran = Q(ran_at__gt=now - every * 0.9, ran_at__lte=now + every)
    if Heartbeat.objects.filter(just_ran, name=name).exists():
        return False
    Heartbeat.objects.bulk_create([Heartbeat(name=name, ran_at=NEVER)], ignore_conflicts=True)
    try:
        with transaction.atomic():
            due = Heartbeat.objects.filter(~just_ran, name=name)
            if not due.select_for_update(skip_locked=True):  # another clock is at it
                return False
            due.update(ran_at=now, failed_at=None, last_error="")
            import_string(action)(now=now)
    except (InterfaceError, OperationalError):  # the database is away: nothing can be noted
        raise
    except Exception as error:
        Heartbeat.objects.filter(name=name).update(failed_at=now, last_error=type(error).__name__[:100])
        raise
    return True


def _send_off(
    outward: registry.OutwardHandler,
    organization_id: uuid.UUID,
    jobs: list[tuple[uuid.UUID, uuid.UUID]],
    deadline: float,
) -> None:
    try:
        outward(organization_id, jobs, deadline)
    except (InterfaceError, OperationalError):  # the database is away: the same for everybody
        raise
    except Exception:  # what it left unfinished is free again when its lease ends
        log.exception("batch failed", extra={"organization_id": str(organization_id), "jobs": len(jobs)})


def _work_off(queue: str, organization_id: uuid.UUID, jobs: list[tuple[uuid.UUID, uuid.UUID]], now: datetime) -> None:
    if len(jobs) > 1 and _attempt(queue, organization_id, jobs, now) is None:
        return
    for job in jobs:
        error = _attempt(queue, organization_id, [job], now)
        if error is not None:
            # None: it took longer than its lease, and another worker has done the job since.
            attempts = Job.objects.filter(pk=job[0]).values_list("attempts", flat=True).first()
            if attempts is not None:
                postpone(job[0], run_at=now + back_off(attempts), error=type(error).__name__)


def _attempt(
    queue: str, organization_id: uuid.UUID, jobs: list[tuple[uuid.UUID, uuid.UUID]], now: datetime
) -> Exception | None:
    try:
        with tenant_context(organization_id):
            registry.handler_of(queue)([subject_id for _job_id, subject_id in jobs], now)
            Job.objects.filter(pk__in=[job_id for job_id, _subject_id in jobs]).delete()
    except OperationalError as error:
        if len(jobs) == 1 or getattr(error.__cause__, "pgcode", "") != DEADLOCK:
            log.exception("job failed", extra={"queue": queue, "organization_id": str(organization_id)})
        # Two batches met that write for the same clients: alone each of these jobs waits for its turn.
        return error
    except Exception as error:  # whatever a handler raises must not stop the others' work
        log.exception("job failed", extra={"queue": queue, "organization_id": str(organization_id), "jobs": len(jobs)})
        return error
    return None
