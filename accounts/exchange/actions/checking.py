"""What would become of each row: worked out batch by batch, and nothing is written into the registry."""

import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts import clock
from accounts.exchange import queries, registry
from accounts.exchange.actions.reading import SAMPLE, headers_of
from accounts.exchange.actions.writing import write_results
from accounts.exchange.models import ImportJob, ImportRow, RememberedMapping
from accounts.exchange.registry import Plan
from accounts.jobs import actions as jobs

BATCH = 500
State = ImportJob.State
MAY_CHOOSE = (State.MAPPING, State.READY, State.CHECKING)


@transaction.atomic
def choose_columns(
    *,
    job: ImportJob,
    mapping: list[str],
    choices: Mapping[str, str],
    has_header: bool,
    month_first: bool,
    now: datetime,
) -> ImportJob:
    """Say what the columns and all rows hold, remember it for the next table with these headers, and have every row checked.

    An import that is past its preview stays as it is.
    """
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if job.state not in MAY_CHOOSE:
        return job
    head = list(ImportRow.objects.filter(job=job).order_by("number")[: SAMPLE + 1])
    job.header_row = head[0].number if has_header else 0
    job.headers = headers_of(head[0].cells, [row.cells for row in head[1:]], has_header=has_header)
    job.mapping, job.month_first, job.choices = mapping, month_first, dict(choices)
    job.is_private = registry.is_private(registry.importer_of(job.what), mapping, choices)
    job.state, job.done, job.cursor, job.counts = State.CHECKING, 0, 0, {}
    job.total = queries.rows(job).count()
    job.save()
    ImportRow.objects.filter(job=job).exclude(plan="").update(plan="")
    if has_header:
        RememberedMapping.objects.update_or_create(
            what=job.what,
            digest=queries.digest_of(job.headers),
            defaults={"mapping": mapping, "choices": job.choices, "month_first": month_first, "used_at": now},
        )
    jobs.enqueue(queue=queries.QUEUE, subject_id=job.pk, now=now - clock.offset())
    return job


@transaction.atomic
def check_batch(*, job_id: uuid.UUID, now: datetime) -> bool:
    """Work out the next rows; return whether none is left."""
    job = ImportJob.objects.select_for_update().get(pk=job_id)
    if job.state != State.CHECKING:
        return True
    page = list(queries.rows(job).filter(number__gt=job.cursor)[:BATCH])
    if page:
        setting = queries.setting_of(job, by=job.by, now=now)
        plans = queries.planned(job, page, setting)
        write_results(page, plans, job, column="plan")
        job.counts = dict(Counter(job.counts) + counted(plans))
        job.done, job.cursor = job.done + len(page), page[-1].number
    if len(page) < BATCH:
        job.state = State.READY
    job.save(update_fields=["counts", "done", "cursor", "state"])
    return job.state == State.READY


def counted(plans: list[Plan]) -> Counter[str]:
    """Return how many rows come to which end, and how many things of which kind are made or changed, each thing once."""
    counts: Counter[str] = Counter(plan.outcome for plan in plans)
    touched: dict[tuple[str, Any], str] = {}
    for plan in plans:
        for part in plan.parts if not plan.faults else ():
            if part.act != "same":
                touched.setdefault((part.kind, part.id), part.act)
    counts.update(f"{kind}.{act}" for (kind, _id), act in touched.items())
    return counts
