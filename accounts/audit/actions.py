"""Writing the trail, and sealing it."""

import json
import logging
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models, transaction

from accounts.audit import queries
from accounts.audit.models import AuditEntry, AuditSeal
from accounts.jobs import actions as jobs
from accounts.tenancy.context import current_organization_id, tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.web import request_context

log = logging.getLogger(__name__)

NEW: dict[str, Any] = {}  # `before` of a row that was just made
BATCH = 1000


def record(
    *,
    action: str,
    subject: models.Model,
    by: models.Model | None,
    now: datetime,
    before: dict[str, Any] | None = None,
) -> AuditEntry | None:
    """Write one act into the trail, in the transaction of the change itself.

    `by` is the Employee who acted, None for the system. `before` is `snapshot(subject)` from before the change, or NEW for a
    row that was just made: fields that differ are named, with their values only where the model declares the field in
    `audited` (no person's data). A change that changed nothing leaves no entry, and None is returned.
    """
    differing = {} if before is None else changes(subject, before)
    if before and not differing:
        return None
    entry = _entry(action, subject._meta.label_lower, subject.pk, differing, by=by, now=now)
    entry.save()
    return entry


def record_many(
    *,
    action: str,
    model: type[models.Model],
    changes: Mapping[uuid.UUID, dict[str, list[Any] | None]],
    by: models.Model | None,
    now: datetime,
) -> None:
    """Write the same act on many rows of a model as one statement; `changes` says by row what `record` finds out itself.

    Values are plain JSON; the caller names only fields that the model declares in `audited`, others with None.
    """
    subject_type = model._meta.label_lower
    AuditEntry.objects.bulk_create(
        _entry(action, subject_type, row_id, differing, by=by, now=now) for row_id, differing in changes.items()
    )


def _entry(
    action: str,
    subject_type: str,
    subject_id: uuid.UUID,
    differing: dict[str, list[Any] | None],
    *,
    by: models.Model | None,
    now: datetime,
) -> AuditEntry:
    facts = request_context.current()
    return AuditEntry(
        happened_at=now,
        actor_id=by.pk if by else None,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        changes=differing,
        ip=facts.ip if facts else None,
    )


def snapshot(subject: models.Model) -> dict[str, Any]:
    """Return the values of the row's own columns, to be compared after a change; take it before a form fills the row."""
    return {field.attname: _value(subject, field) for field in subject._meta.concrete_fields}


def changes(subject: models.Model, before: dict[str, Any]) -> dict[str, list[Any] | None]:
    """Return the fields that differ from `before`: [old, new] for declared fields, None for those of a person.

    Of a new row (`before` is NEW) only the declared fields that differ from their defaults.
    """
    declared: tuple[str, ...] = getattr(subject, "audited", ())
    differing: dict[str, list[Any] | None] = {}
    for field in subject._meta.concrete_fields:
        if isinstance(field, models.BinaryField):  # digests and nonces of links: secrets, and nothing to read
            continue
        is_told = field.name in declared
        new = _value(subject, field)
        if not before and (not is_told or new == field.to_python(field.get_default())):
            continue
        old = before.get(field.attname)
        if old != new:
            differing[field.name] = [_plain(old), _plain(new)] if is_told else None
    return differing


def request_seals(*, now: datetime) -> None:
    """Ask for a sealing run in every active organization: the timetable's entry."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue="seal_audit", subject_id=organization_id, now=now)


def seal(subject_ids: list[uuid.UUID], now: datetime) -> None:
    """Number and chain the committed entries of the current organization that have no seal yet, and publish the head.

    Runs once at a time for each organization; entries of transactions that are still open are sealed by a later run.
    """
    organization_id = current_organization_id()
    with connection.cursor() as cursor:
        # Waits for another sealer of this organization, until the end of its transaction.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"seal:{organization_id}"])
    head = start = queries.head()
    while waiting := list(queries.unsealed(after=start, now=now)[:BATCH]):
        head = _seal_batch(waiting, head, now)
    if head and head is not start:
        # After the commit: a published head must never be ahead of the trail. A file store that is away delays the
        # publication until the next entry, and stops nothing.
        number, chain_hash = head.number, head.chain_hash
        transaction.on_commit(lambda: _publish(organization_id, number, chain_hash), robust=True)


def _seal_batch(entries: list[AuditEntry], head: AuditSeal | None, now: datetime) -> AuditSeal:
    """Continue the chain over `entries` and return its new head."""
    number, chain_hash = (head.number, head.chain_hash) if head else (0, queries.GENESIS)
    seals = []
    for entry in entries:
        number, chain_hash = number + 1, queries.next_hash(chain_hash, number + 1, entry)
        seals.append(AuditSeal(number=number, entry=entry, chain_hash=chain_hash, sealed_at=now))
    AuditSeal.objects.bulk_create(seals)
    return seals[-1]


def _publish(organization_id: uuid.UUID, number: int, chain_hash: str) -> None:
    """Put the head where the database's owner does not reach: into the log stream and the file store.

    A published head that the chain no longer goes through stays: it is the proof that the trail was cut or changed.
    """
    facts = {"organization_id": str(organization_id), "number": number, "chain_hash": chain_hash}
    published = queries.published_head(organization_id)
    if published:
        with tenant_context(organization_id):
            if not queries.holds(published):
                log.error("audit trail left its published head", extra=facts)
                return
    log.info("audit head", extra=facts)
    content = json.dumps({"number": number, "chain_hash": chain_hash}).encode()
    default_storage.save(queries.head_path(organization_id), ContentFile(content))


def _value(subject: models.Model, field: models.Field) -> Any:
    value = getattr(subject, field.attname)
    if isinstance(field, models.FileField):
        return value.name or ""  # the file object changes together with the row
    return field.to_python(value)  # a default may be text where the database answers with a time


def _plain(value: Any) -> Any:
    """Return what JSON can hold, the same for a value from a form and from the database."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
