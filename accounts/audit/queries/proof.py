"""The chain over the entries, and the proof that it is whole."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, QuerySet

from accounts.audit.models import AuditEntry, AuditSeal
from accounts.tenancy.context import current_organization_id

GENESIS = "0" * 64
# What the chain covers. A column that is added later joins it only under a new rule, or every older hash would break.
COLUMNS = ("id", "organization_id", "happened_at", "actor_id", "action", "subject_type", "subject_id", "changes", "ip")
# No transaction is open for so long, and no clock is so wrong: an entry without a seal behind this line was slipped in.
LATE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Proof:
    """What a walk along the chain found: how many entries hold, and the first fault in words (None: the trail is whole)."""

    sealed: int
    fault: str | None


def head() -> AuditSeal | None:
    """Return the newest seal of the organization."""
    return AuditSeal.objects.order_by("-number").first()


def unsealed(*, after: AuditSeal | None, now: datetime) -> QuerySet[AuditEntry]:
    """Return the entries that have no number yet, oldest first; `after` is the head of the chain.

    Looks back from the head by LATE only: the whole trail is too long to be searched every minute.
    """
    rows = AuditEntry.objects.filter(~Exists(AuditSeal.objects.filter(entry=OuterRef("pk")))).order_by("id")
    return rows.filter(id__gte=_first_id_of(min(after.sealed_at, now) - LATE)) if after else rows


def next_hash(previous: str, number: int, entry: AuditEntry) -> str:
    """Return sha256(previous hash, number and the entry's columns) in hex: changing any of them breaks the chain."""
    content = {name: getattr(entry, name) for name in COLUMNS}
    text = json.dumps([previous, number, content], sort_keys=True, default=_exact, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def prove() -> Proof:
    """Walk the organization's chain from its first entry to its head, and compare it with the head that was published.

    Finds a changed entry, a missing one, a changed seal, a tail that was cut off together with its seals, and an entry that
    was slipped in behind the chain. Entries of the last minutes may still wait for their seal.
    """
    published = published_head(current_organization_id())
    seal: AuditSeal | None = None
    chain_hash, number = GENESIS, 0
    for seal in AuditSeal.objects.select_related("entry").order_by("number").iterator(chunk_size=1000):
        number += 1
        if seal.number != number:
            return Proof(number - 1, f"entry {number} is missing")
        chain_hash = next_hash(chain_hash, number, seal.entry)
        if chain_hash != seal.chain_hash:
            return Proof(number - 1, f"entry {number} or its seal was changed")
    if published and published["number"] > number:
        return Proof(number, f"entries {number + 1} to {published['number']} were cut off")
    if published and not holds(published):
        return Proof(number, f"the chain differs from the head that was published at entry {published['number']}")
    if seal:
        slipped_in = AuditEntry.objects.filter(seals=None, id__lt=_first_id_of(seal.sealed_at - LATE)).first()
        if slipped_in:
            return Proof(number, f"the entry {slipped_in.pk} was slipped in behind the chain")
    return Proof(number, None)


def holds(published: dict[str, Any]) -> bool:
    """Tell whether the chain still goes through a head that was published."""
    return AuditSeal.objects.filter(number=published["number"], chain_hash=published["chain_hash"]).exists()


def published_head(organization_id: uuid.UUID) -> dict[str, Any] | None:
    """Return the head that the file store keeps, None before the first one. Needs no scope."""
    path = head_path(organization_id)
    if not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        return json.load(file)


def head_path(organization_id: uuid.UUID) -> str:
    """Return where the file store keeps the published head."""
    return f"{organization_id}/audit/head.json"


def _first_id_of(moment: datetime) -> uuid.UUID:
    """Return the smallest UUIDv7 of that millisecond: ids sort by the time they were made."""
    return uuid.UUID(int=int(moment.timestamp() * 1000) << 80)


def _exact(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
