"""Taking a whole import back: what it has made goes, unless something hangs on it by now; what it has changed is as before,
unless somebody has changed it since."""

import json
import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from accounts import clock
from accounts.audit import actions as audit
from accounts.events import actions as events
from accounts.events import queries as event_queries
from accounts.exchange import queries, registry
from accounts.exchange.edits import record_acts
from accounts.exchange.models import ImportJob, ImportRow
from accounts.exchange.registry import Record
from accounts.jobs import actions as jobs
from accounts.organizations.models import Employee
from accounts.tenancy.context import current_organization_id
from accounts.web.text import sort_key

BATCH = 250
State = ImportJob.State
WRITE = """
UPDATE accounts_importrow AS r SET kept = x.kept, outcome = ''
FROM jsonb_to_recordset(%(results)s::jsonb) AS x(id uuid, kept jsonb)
WHERE r.organization_id = %(organization)s AND r.id = x.id
"""


class TooLate(RuntimeError):
    """The import is too old, was never started, or is undone already."""


@transaction.atomic
def start_undo(*, job: ImportJob, by: Employee, now: datetime) -> ImportJob:
    """Let a worker take the import back. Twice is once. Raises TooLate."""
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if job.state == State.UNDOING:
        return job
    if not job.may_be_undone(now=now):
        raise TooLate
    job.state, job.done, job.by = State.UNDOING, 0, by
    job.cursor += 1  # undone is from the last row that was imported upwards
    job.total = queries.rows(job).exclude(outcome="").count()
    job.counts = job.counts | {"undo.removed": 0, "undo.restored": 0, "undo.kept": 0}
    job.save(update_fields=["state", "done", "total", "cursor", "counts", "by"])
    audit.record(action="import.undo_started", subject=job, by=by, now=now)
    jobs.enqueue(queue=queries.QUEUE, subject_id=job.pk, now=now - clock.offset())
    return job


@transaction.atomic
def undo_batch(*, job_id: uuid.UUID, now: datetime) -> bool:
    """Take the last rows back that are not taken back yet; return whether none is left."""
    job = ImportJob.objects.select_for_update().get(pk=job_id)
    if job.state != State.UNDOING:
        return True
    page = list(queries.rows(job).filter(number__lt=job.cursor).order_by("-number")[:BATCH])
    if page:
        importer = registry.importer_of(job.what)
        undo = _Undo(page, importer.records)
        undo.restore()
        undo.remove()
        undo.tell(by=job.by, now=now)
        importer.undone({row.client_id for row in page if row.client_id}, now)
        _write(undo.kept, page)
        for name, count in undo.counts.items():
            job.counts[f"undo.{name}"] += count
        job.done, job.cursor = job.done + len(page), page[-1].number
    if len(page) < BATCH:
        job.state, job.undone_at = State.UNDONE, now
        audit.record(action="import.undone", subject=job, by=job.by, now=now)
    job.save(update_fields=["counts", "done", "cursor", "state", "undone_at"])
    return job.state == State.UNDONE


class _Undo:
    """The effects of a batch of rows, last row first, with the rows that they have touched, locked."""

    def __init__(self, page: list[ImportRow], records: Sequence[Record]) -> None:
        self.effects = [(row, effect) for row in page for effect in reversed(row.effects)]
        self.records = {record.kind: record for record in records}
        wanted: dict[str, set[str]] = defaultdict(set)
        for _row, effect in self.effects:
            wanted[effect["kind"]].add(effect["id"])
        self.found = {kind: _locked(self.records[kind], ids) for kind, ids in sorted(wanted.items())}
        self.before: dict[Any, dict[str, Any]] = {}
        self.columns: dict[Any, set[str]] = defaultdict(set)
        self.doomed: dict[str, dict[str, ImportRow]] = defaultdict(dict)
        self.removed: dict[str, list[Any]] = defaultdict(list)
        self.told: dict[uuid.UUID, Sequence[str]] = {}  # by what is to go: the dedupe keys of its events
        self.kept: dict[uuid.UUID, list[dict[str, str]]] = defaultdict(list)
        self.counts = {"removed": 0, "restored": 0, "kept": 0}

    def restore(self) -> None:
        """Set back what still stands as the import has left it, and find out which new rows may go."""
        for row, effect in self.effects:
            subject = self.found[effect["kind"]].get(effect["id"])
            if subject is None:
                continue
            differing = [
                key for key, value in effect["new"].items() if getattr(subject, key) != _value(subject, key, value)
            ]
            if differing:
                self._keep(row, effect, subject, "changed")
            elif effect["old"] is None:
                self.doomed[effect["kind"]][effect["id"]] = row
            if effect["old"] is not None:
                for key in effect["new"].keys() - differing:
                    self._set(subject, key, effect["old"].get(key))
        for model in {type(row) for row in self.columns}:
            rows = [row for row in self.columns if type(row) is model]
            model.objects.bulk_update(rows, sorted(set().union(*(self.columns[row] for row in rows))))

    def remove(self) -> None:
        """Delete what the import has made and nothing hangs on, first what hangs on others itself."""
        for kind, record in self.records.items():
            if record.told and self.doomed[kind]:
                self.told |= record.told([uuid.UUID(one) for one in self.doomed[kind]])
        for kind, record in self.records.items():
            doomed = self.doomed[kind]
            if not doomed:
                continue
            attached = _attached(record, list(doomed))
            if record.lives:
                attached |= event_queries.lived_on({uuid.UUID(one) for one in doomed})
            gone = [one for one in doomed if uuid.UUID(one) not in attached]
            for one in doomed.keys() - gone:
                self._keep(doomed[one], {"kind": kind, "id": one}, self.found[kind][one], "attached")
            self.removed[kind] = [self.found[kind][one] for one in gone]
            record.model.objects.filter(pk__in=gone).delete()

    def tell(self, *, by: Employee, now: datetime) -> None:
        """Write the audit entries, take back the events of what is gone, and count."""
        gone = {one.pk for rows in self.removed.values() for one in rows}
        changed = [row for row in self.columns if row.pk not in gone]
        acts: list[tuple[str, Any, Any]] = []
        for kind, record in self.records.items():
            if record.changed:
                acts += [(record.changed, row, self.before[row]) for row in changed if isinstance(row, record.model)]
            if record.removed:
                acts += [(record.removed, row, None) for row in self.removed[kind]]
            if record.removed or record.is_counted:
                self.counts["removed"] += len(self.removed[kind])
        record_acts(acts, by=by, now=now)
        lived = {one.pk for kind, rows in self.removed.items() if self.records[kind].lives for one in rows}
        events.withdraw_imported(lived, dedupe_keys=[key for one in gone for key in self.told.get(one, ())])
        self.counts["restored"] = len(changed)

    def _set(self, subject: Any, key: str, value: Any) -> None:
        self.before.setdefault(subject, audit.snapshot(subject))
        setattr(subject, key, _value(subject, key, value))
        self.columns[subject].add(key)
        if key == "name":
            subject.sort_name = sort_key(subject.name)
            self.columns[subject].add("sort_name")

    def _keep(self, row: ImportRow, effect: dict[str, Any], subject: Any, why: str) -> None:
        if self.records[effect["kind"]].is_named:  # the others are told by what they hang on
            self.kept[row.pk].append({"kind": effect["kind"], "id": effect["id"], "name": str(subject), "why": why})
            self.counts["kept"] += 1


def _locked(record: Record, ids: Collection[str]) -> dict[str, Any]:
    rows = record.model.objects.filter(pk__in=ids).order_by("pk").select_for_update()
    return {str(one.pk): one for one in rows}


def _attached(record: Record, ids: list[str]) -> set[uuid.UUID]:
    """Return those of the rows to which others point, in whatever app."""
    attached: set[uuid.UUID] = set()
    for relation in record.model._meta.related_objects:
        if relation.related_model not in record.own:
            rows = relation.related_model.objects.filter(**{f"{relation.field.name}__in": ids})
            attached |= set(rows.values_list(relation.field.attname, flat=True))
    return attached


def _write(kept: dict[uuid.UUID, list[dict[str, str]]], page: list[ImportRow]) -> None:
    results = [{"id": str(row.pk), "kept": kept.get(row.pk, [])} for row in page]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, {"results": json.dumps(results), "organization": current_organization_id()})


def _value(subject: Any, key: str, value: Any) -> Any:
    """Return what the column holds of a value as JSON keeps it."""
    return subject._meta.get_field(key).to_python(value)
