"""Reading imports and their rows."""

import hashlib
import json
import uuid
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.exchange import registry
from accounts.exchange.models import ImportJob, ImportRow, RememberedMapping
from accounts.exchange.registry import Plan, Setting, Source
from accounts.organizations.models import Employee

QUEUE = "imports"

# LATERAL and LIMIT: one look into an index for each key. The table is too young for statistics, and as an ordinary join every
# batch may read all rows above it.
INTRODUCED = """
SELECT k FROM unnest(%(keys)s::text[]) AS k CROSS JOIN LATERAL (
  (SELECT 1 FROM accounts_importrow WHERE organization_id = %(organization)s AND job_id = %(job)s AND client_key = k
   AND number < %(before)s AND number <> %(header)s AND plan IN ('create', 'update', 'same') LIMIT 1)
  UNION ALL
  (SELECT 1 FROM accounts_importrow WHERE organization_id = %(organization)s AND job_id = %(job)s AND key = k
   AND number < %(before)s AND number <> %(header)s AND plan IN ('create', 'update', 'same') LIMIT 1)
) AS found
"""


def imports(reader: Employee) -> QuerySet[ImportJob]:
    """Return the imports that the reader may open, newest first, with who made them."""
    rows = ImportJob.objects.filter(Q(is_private=False) | Q(by=reader))
    return rows.select_related("by").order_by("-created_at", "-id")


def import_names(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return the titles of these imports: for the audit trail."""
    return dict(ImportJob.objects.filter(pk__in=ids).values_list("pk", "title"))


def rows(job: ImportJob) -> QuerySet[ImportRow]:
    """Return the rows that hold data, in the order of the table."""
    return ImportRow.objects.filter(job=job).exclude(number=job.header_row).order_by("number")


def sample(job: ImportJob, size: int) -> list[list[str]]:
    """Return the cells of the first rows, as many for each as there are columns."""
    return [row.padded(len(job.headers)) for row in rows(job)[:size]]


def source_of(row: ImportRow, job: ImportJob) -> Source:
    """Return a row as importers see it: texts by field."""
    texts = {
        field: cell for field, cell in zip(job.mapping, row.padded(len(job.headers)), strict=True) if field and cell
    }
    return Source(number=row.number, texts=texts, is_wide=len(row.cells) > len(job.headers))


def planned(job: ImportJob, page: Sequence[ImportRow], setting: Setting) -> list[Plan]:
    """Return what would become of these rows if they were imported now; nothing is written."""
    importer = registry.importer_of(job.what)
    sources = [source_of(row, job) for row in page]
    keys = {key for source in sources for key in importer.keys(source) if key}
    first = sources[0].number if sources else 0
    seen = frozenset(introduced(job, before=first, keys=keys))
    return importer.plan(sources, replace(setting, seen=seen))


def setting_of(job: ImportJob, *, by: Employee, now: datetime) -> Setting:
    """Return under which conditions the rows of the import are taken."""
    return Setting(by=by, now=now, month_first=job.month_first, title=job.title, choices=job.choices)


def introduced(job: ImportJob, *, before: int, keys: Collection[str]) -> set[str]:
    """Return those of the keys that sound rows above the row `before` name already."""
    parameters: dict[str, Any] = {
        "keys": list(keys),
        "organization": job.organization_id,
        "job": job.pk,
        "header": job.header_row,
        "before": before,
    }
    with connection.cursor() as cursor:
        cursor.execute(INTRODUCED, parameters)
        return {key for (key,) in cursor.fetchall()}


def remembered(what: str, headers: Sequence[str]) -> RememberedMapping | None:
    """Return how a table with the same headers was understood last time."""
    return RememberedMapping.objects.filter(what=what, digest=digest_of(headers)).first()


def digest_of(headers: Sequence[str]) -> str:
    """Return what identifies a row of headers."""
    return hashlib.sha256(json.dumps(list(headers)).encode()).hexdigest()
