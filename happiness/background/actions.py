"""What an administrator can do about work that failed."""

from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.organizations.models import Employee


class InHand(RuntimeError):
    """A worker is doing the job right now, or has done it since."""


@transaction.atomic
def try_again(*, job: Job, by: Employee, now: datetime) -> None:
    """Have a job that failed done at once instead of at its next try. Raises InHand."""
    if not jobs.try_again(job=job, now=now):
        raise InHand
    audit.record(action="job.tried_again", subject=job, by=by, now=now)
