"""The way in: a file is kept, and its reading is asked for."""

from datetime import datetime

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction

from accounts import clock
from accounts.audit import actions as audit
from accounts.exchange import queries
from accounts.exchange.models import ImportJob
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from accounts.tenancy.context import current_organization_id
from accounts.tenancy.uuid7 import uuid7

FOLDER = "import"  # no page serves it


@transaction.atomic
def begin(*, what: str, title: str, file: File, by: Employee, now: datetime) -> ImportJob:
    """Keep the file under a name that says nothing, and let a worker read it; return the import."""
    path = default_storage.save(f"{current_organization_id()}/{FOLDER}/{uuid7()}.bin", file)
    job = ImportJob.objects.create(what=what, title=title[:200], path=path, size=file.size, by=by, created_at=now)
    audit.record(action="import.uploaded", subject=job, by=by, now=now)
    jobs.enqueue(queue=queries.QUEUE, subject_id=job.pk, now=now - clock.offset())
    return job


@transaction.atomic
def fail(*, job: ImportJob, code: str, row: int = 0, now: datetime) -> None:
    """Note why an import cannot go on. One that is running counts as stopped, so that it can be undone."""
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    has_written = job.state in {ImportJob.State.RUNNING, ImportJob.State.UNDOING}
    job.state = ImportJob.State.CANCELLED if has_written else ImportJob.State.REFUSED
    job.fault, job.fault_row, job.finished_at = code, row, now
    job.save(update_fields=["state", "fault", "fault_row", "finished_at"])
