"""Reading the trail, and proving that it is whole."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from accounts.audit.models import AuditEntry, AuditSeal
from accounts.tenancy.context import current_organization_id

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Proof:
    """What a walk along the chain found: how many entries hold, and the first fault in words (None: the trail is whole)."""

    sealed: int
    fault: str | None


def entries(
    *, actor_id: uuid.UUID | None = None, action: str = "", since: Any = None, until: Any = None
) -> QuerySet[AuditEntry]:
    """Return the organization's entries, newest first; `since` is included, `until` is not."""
    rows = AuditEntry.objects.order_by("-happened_at", "-id")
    if actor_id:
        rows = rows.filter(actor_id=actor_id)
    if action:
        rows = rows.filter(action=action)
    if since:
        rows = rows.filter(happened_at__gte=since)
    if until:
        rows = rows.filter(happened_at__lt=until)
    return rows


def unsealed() -> QuerySet[AuditEntry]:
    """Return the entries that have no number yet, oldest first."""
    return AuditEntry.objects.filter(seals=None).order_by("id")


def head() -> AuditSeal | None:
    """Return the newest seal of the organization."""
    return AuditSeal.objects.order_by("-number").first()


def next_hash(previous: str, number: int, entry: AuditEntry) -> str:
    """Return sha256(previous hash, number and every column of the entry) in hex: changing any of them breaks the chain."""
    content = {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields}
    text = json.dumps([previous, number, content], sort_keys=True, default=_exact, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def prove() -> Proof:
    """Walk the organization's chain from its first entry to the published head.

    Finds a changed entry, a missing one, a changed seal, and a tail that was cut off together with its seals.
    """
    chain_hash, number = GENESIS, 0
    published = _published_head()
    seen: dict[int, str] = {}
    for seal in AuditSeal.objects.select_related("entry").order_by("number").iterator(chunk_size=1000):
        number += 1
        if seal.number != number:
            return Proof(number - 1, f"entry {number} is missing")
        chain_hash = next_hash(chain_hash, number, seal.entry)
        if chain_hash != seal.chain_hash:
            return Proof(number - 1, f"entry {number} was changed after it had been sealed")
        if published and number == published["number"]:
            seen[number] = chain_hash
    if published and published["number"] > number:
        return Proof(number, f"entries {number + 1} to {published['number']} were cut off")
    if published and seen.get(published["number"]) != published["chain_hash"]:
        return Proof(number, f"the chain differs from the head that was published at entry {published['number']}")
    return Proof(number, None)


def head_path(organization_id: uuid.UUID) -> str:
    """Return where the file store keeps the published head."""
    return f"{organization_id}/audit/head.json"


def _published_head() -> dict[str, Any] | None:
    path = head_path(current_organization_id())
    if not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        return json.load(file)


def _exact(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
