"""Reading the ledger: one organization's part of it, and the installation's clockwork."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from accounts.jobs.models import Heartbeat, Job
from accounts.tenancy.context import current_organization_id
from accounts.tenancy.registry import switched_off_organization_ids


@dataclass(frozen=True, slots=True)
class QueueState:
    """What one queue holds for an organization; `oldest_due` is since when its oldest due job waits (None: nothing is due)."""

    queue: str
    waiting: int
    failing: int
    oldest_due: datetime | None


def running_jobs() -> QuerySet[Job]:
    """Return the jobs that wait for nothing but a worker and their time: not those of organizations that are switched off.

    Quiet jobs are in no list of this module: what is done for the safe island shows in no figure.
    """
    return Job.objects.filter(is_quiet=False).exclude(organization_id__in=switched_off_organization_ids())


def own_jobs() -> QuerySet[Job]:
    """Return the current organization's jobs: the ledger itself has no wall, so every reader of a page starts here."""
    return Job.objects.filter(organization_id=current_organization_id(), is_quiet=False)


def failing_jobs() -> QuerySet[Job]:
    """Return the current organization's jobs that could not be done and wait for their next try."""
    return own_jobs().exclude(last_error="")


def queue_states(*, now: datetime) -> list[QueueState]:
    """Return what each queue holds for the current organization, by the queue's name; empty queues are left out."""
    rows = (
        own_jobs()
        .values("queue")
        .annotate(
            waiting=Count("pk"),
            failing=Count("pk", filter=~Q(last_error="")),
            oldest_due=Min("run_at", filter=Q(run_at__lte=now)),
        )
    )
    return [QueueState(**row) for row in rows.order_by("queue")]


def heartbeats() -> dict[str, Heartbeat]:
    """Return the heartbeat of each recurring job that has one, by the job's name."""
    return {heartbeat.name: heartbeat for heartbeat in Heartbeat.objects.all()}
