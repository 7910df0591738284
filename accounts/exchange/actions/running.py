"""The import itself: a batch of rows is one transaction, so that a row is in whole or not at all, and never twice."""

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import DataError, IntegrityError, connection, transaction

from accounts import clock
from accounts.audit import actions as audit
from accounts.exchange import queries, registry
from accounts.exchange.actions.checking import counted
from accounts.exchange.actions.writing import write_results
from accounts.exchange.models import ImportJob
from accounts.exchange.registry import Fault, Importer, Plan, Setting, Source
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from accounts.tenancy.context import current_organization_id

BATCH = 250
State = ImportJob.State


class NotReady(RuntimeError):
    """The rows are not checked yet, or the import has been started, stopped or discarded already."""


@transaction.atomic
def start(*, job: ImportJob, by: Employee, now: datetime) -> ImportJob:
    """Let a worker import the rows. Twice is once. Raises NotReady."""
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if job.state == State.RUNNING:
        return job
    if job.state != State.READY:
        raise NotReady
    job.state, job.started_at, job.done, job.cursor, job.counts, job.by = State.RUNNING, now, 0, 0, {}, by
    job.save(update_fields=["state", "started_at", "done", "cursor", "counts", "by"])
    audit.record(action="import.started", subject=job, by=by, now=now)
    jobs.enqueue(queue=queries.QUEUE, subject_id=job.pk, now=now - clock.offset())
    return job


@transaction.atomic
def cancel(*, job: ImportJob, by: Employee, now: datetime) -> ImportJob:
    """Stop an import after the batch that is being written, or discard one that was not started. Twice is once."""
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if job.state not in {State.READING, State.MAPPING, State.CHECKING, State.READY, State.RUNNING}:
        return job
    job.state, job.finished_at = State.CANCELLED, now
    job.save(update_fields=["state", "finished_at"])
    audit.record(action="import.cancelled", subject=job, by=by, now=now)
    return job


@transaction.atomic
def run_batch(*, job_id: uuid.UUID, now: datetime) -> bool:
    """Import the next rows; return whether none is left. The cursor moves in the same transaction: no row is taken twice."""
    _one_at_a_time()
    job = ImportJob.objects.select_for_update().get(pk=job_id)
    if job.state != State.RUNNING:
        return True
    page = list(queries.rows(job).filter(number__gt=job.cursor)[:BATCH])
    if page:
        setting = queries.setting_of(job, by=job.by, now=now)
        plans = _run(registry.importer_of(job.what), [queries.source_of(row, job) for row in page], setting)
        write_results(page, plans, job, column="outcome")
        job.counts = dict(Counter(job.counts) + counted(plans))
        job.done, job.cursor = job.done + len(page), page[-1].number
    if len(page) < BATCH:
        job.state, job.finished_at = State.DONE, now
        audit.record(action="import.finished", subject=job, by=job.by, now=now)
    job.save(update_fields=["counts", "done", "cursor", "state", "finished_at"])
    return job.state == State.DONE


def _run(importer: Importer, sources: Sequence[Source], setting: Setting) -> list[Plan]:
    """Import a batch; when the database refuses it, row by row, so that one bad row takes no other along."""
    try:
        with transaction.atomic():
            return importer.run(sources, setting)
    except (IntegrityError, DataError):
        if len(sources) == 1:
            return [Plan(number=sources[0].number, faults=[Fault(code="not_saved")])]
    return [plan for source in sources for plan in _run(importer, [source], setting)]


def _one_at_a_time() -> None:
    """Wait for another import of this organization: names of clients are not unique, so two at once would double them."""
    with connection.cursor() as cursor:
        key = f"import:{current_organization_id()}"
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
