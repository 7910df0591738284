"""What nobody needs any longer: files and rows of old imports. Their counts stay."""

import json
import uuid
from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q, TextField
from django.db.models.functions import Cast, Lower

from accounts import clock
from accounts.clients.people_data import Person
from accounts.exchange.models import UNDONE_WITHIN, ImportJob, ImportRow
from accounts.jobs import actions as jobs
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids

QUEUE = "import_tidying"
BATCH = 5000


def request_tidying(*, now: datetime) -> None:
    """Ask for it in every active organization: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue=QUEUE, subject_id=organization_id, now=now)


def tidy(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Delete file and rows of imports that are too old to be undone, some thousand rows at a time."""
    own = now + clock.offset()
    old = ImportJob.objects.filter(cleared_at=None, created_at__lt=own - UNDONE_WITHIN)
    job = (
        old.exclude(started_at__gte=own - UNDONE_WITHIN)
        .exclude(state__in=ImportJob.WORKING)
        .order_by("created_at")
        .first()
    )
    if job is None:
        return
    rows = list(ImportRow.objects.filter(job=job).values_list("pk", flat=True)[:BATCH])
    ImportRow.objects.filter(pk__in=rows).delete()
    if len(rows) < BATCH:
        path, job.path, job.cleared_at = job.path, "", own
        if job.state in {ImportJob.State.MAPPING, ImportJob.State.READY}:
            job.state = ImportJob.State.CANCELLED
        job.save(update_fields=["path", "cleared_at", "state"])
        if path:
            transaction.on_commit(lambda: default_storage.delete(path), robust=True)
    jobs.enqueue(queue=QUEUE, subject_id=current_organization_id(), now=now)


@transaction.atomic
def forget_person(*, person: Person) -> int:
    """Empty every row of an import that has made, changed or named the person, and the files they stand in; return how many
    rows.

    Such rows can no longer be undone: what an undo would need is what must be forgotten.
    """
    named = Q(subject_id__in=person.ids)
    for word in person.words:
        named |= Q(text__contains=json.dumps(word, ensure_ascii=False)[1:-1].lower())
    told = ImportRow.objects.annotate(text=Lower(Cast("cells", TextField()))).filter(named)
    rows = ImportRow.objects.filter(pk__in=list(told.values_list("pk", flat=True)))
    jobs_of = list(ImportJob.objects.filter(pk__in=rows.values("job")).exclude(path=""))
    paths = [job.path for job in jobs_of]
    ImportJob.objects.filter(pk__in=[job.pk for job in jobs_of]).update(path="")
    transaction.on_commit(partial(_delete, paths), robust=True)
    return rows.update(cells=[], faults=[], effects=[], kept=[], key="")


def _delete(paths: list[str]) -> None:
    for path in paths:
        default_storage.delete(path)
