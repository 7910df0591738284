"""From a file to rows in the database: one stream, a transaction for each batch; a killed reader goes on where it was."""

import io
import time
import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Max

from accounts.exchange import guessing, queries, reader, registry
from accounts.exchange.actions.starting import fail
from accounts.exchange.models import ImportJob, ImportRow
from accounts.exchange.reader import Row, Unreadable
from accounts.tenancy.context import tenant_context

BATCH = 1000
SAMPLE = 100
State = ImportJob.State


def read(*, organization_id: uuid.UUID, job_id: uuid.UUID, ends: float, now: datetime) -> bool:
    """Read the file until it is done or `ends` (a time.monotonic()) has come; return whether nothing is left to read.

    Opens a scope for each batch: the file may be far away. What cannot be read ends the import, with the reason. A workbook is
    opened and read from its first row in every turn; as long as that has taken, new rows are read, whatever `ends` says, or a
    large one on a busy machine would never come to its end.
    """
    started = time.monotonic()
    with tenant_context(organization_id):
        job = ImportJob.objects.get(pk=job_id)
        last = ImportRow.objects.filter(job=job).aggregate(last=Max("number"))["last"] or 0
    if job.state != State.READING:
        return True
    try:
        with default_storage.open(job.path) as file, reader.open_file(file) as table:
            # CSV files tell how far they are by bytes, workbooks not at all.
            rows: Iterator[Row] = (row for row in table.rows if row.number > last)
            batch = list(islice(rows, BATCH))
            there = time.monotonic()
            ends = max(ends, there + (there - started))
            while batch:
                with tenant_context(organization_id):
                    _keep(job, batch, done=_position(file))
                if time.monotonic() >= ends:
                    return False
                batch = list(islice(rows, BATCH))
            with tenant_context(organization_id):
                _understand(job, table, now)
    except Unreadable as refusal:
        with tenant_context(organization_id):
            fail(job=job, code=refusal.fault, row=refusal.row, now=now)
    except FileNotFoundError:
        with tenant_context(organization_id):
            fail(job=job, code="gone", now=now)
    return True


def _keep(job: ImportJob, rows: Iterable[Row], *, done: int) -> None:
    """Write the rows; those that another worker has written already stay as they are."""
    ImportRow.objects.bulk_create(
        [ImportRow(job=job, number=row.number, cells=row.cells) for row in rows], ignore_conflicts=True
    )
    ImportJob.objects.filter(pk=job.pk).update(done=done, total=job.size)


def _position(file: Any) -> int:
    try:
        return int(file.tell())
    except (OSError, ValueError, io.UnsupportedOperation):
        return 0


def _understand(job: ImportJob, table: reader.Table, now: datetime) -> None:
    """Find out which row names the columns, and guess what they hold, or remember it."""
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if job.state != State.READING:
        return
    head = list(ImportRow.objects.filter(job=job).order_by("number")[: SAMPLE + 1])
    if not head:
        fail(job=job, code="empty", now=now)
        return
    first, below = head[0], [row.cells for row in head[1:]]
    names = table.format == "json" or guessing.names_columns(first.cells, below)
    if names and not below:
        fail(job=job, code="no_rows", now=now)
        return
    job.format, job.encoding, job.separator, job.sheet = table.format, table.encoding, table.separator, table.sheet
    job.header_row = first.number if names else 0
    job.headers = headers_of(first.cells, below, has_header=names)
    _map(job, below if names else [row.cells for row in head])
    job.state, job.done, job.total = State.MAPPING, 0, queries.rows(job).count()
    job.save()


def _map(job: ImportJob, rows: list[list[str]]) -> None:
    known = queries.remembered(job.what, job.headers) if job.header_row else None
    if known is not None:
        offered = {field.key for field in registry.importer_of(job.what).fields()}
        job.mapping = [field if field in offered else "" for field in known.mapping]
        job.month_first, job.choices = known.month_first, known.choices
    else:
        job.mapping = registry.importer_of(job.what).guess(job.headers, rows)
        job.month_first = guessing.month_comes_first(rows)
    job.is_private = registry.is_private(registry.importer_of(job.what), job.mapping, job.choices)


def headers_of(first: list[str], below: list[list[str]], *, has_header: bool) -> list[str]:
    """Return a name for each column: its own, cut to 100 characters; blank and repeated ones can still be told apart.

    A column without a name counts when most rows have it; where a few are longer, their cells have moved.
    """
    longer = [len(row) for row in below if len(row) > len(first)]
    is_wider = not has_header or len(longer) * 2 > len(below)
    width = max([len(first), *(longer if is_wider else [])])
    names: list[str] = []
    for index in range(width):
        name = " ".join(first[index][:100].split()) if has_header and index < len(first) else ""
        name = unique = name or letters(index)
        number = 1
        while unique in names:
            number += 1
            unique = f"{name} ({number})"
        names.append(unique)
    return names


def letters(index: int) -> str:
    """Return how a spreadsheet calls the column: A, B, … Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
