"""Real workers at an import that has been started: one that is killed in the middle, and the next one."""

import os
import signal
from pathlib import Path

from accounts.exchange.models import ImportJob
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from tests.accounts.jobs.processes import running
from tests.waiting import wait_for

WORKER = ("manage.py", "drain", "--loop")


def kill_a_worker_halfway(organization: Organization, *, rows: int, log: Path) -> ImportJob:
    """Let a worker do some of the rows, kill it, and return the import as it has left it."""
    with running(*WORKER, log=log) as worker:
        wait_for(lambda: 0 < _job_of(organization).done < rows, log)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    return _job_of(organization)


def let_the_next_one_finish(organization: Organization, *, log: Path) -> ImportJob:
    with running(*WORKER, log=log):
        wait_for(lambda: _job_of(organization).state == ImportJob.State.DONE, log)
    return _job_of(organization)


def _job_of(organization: Organization) -> ImportJob:
    with tenant_context(organization.pk):
        return ImportJob.objects.get()
