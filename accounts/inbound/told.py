"""An event as another system tells it, and what came of it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from accounts.web.text import as_id


@dataclass(frozen=True, slots=True)
class Reference:
    """How the sender names a client or a person: `by` is id, external_id, domain (a client) or email (a person)."""

    by: str
    value: str

    @classmethod
    def of(cls, by: str, text: str) -> "Reference":
        """Return the reference with the text as we keep it."""
        value = text.strip()
        if by in {"email", "domain"}:
            value = value.lower()
        return cls(by, str(as_id(value) or value) if by == "id" else value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event that is not looked at yet. Without `happened_at` it happens now; the same `key` of a kind is the same event."""

    kind: str
    happened_at: datetime | None = None
    client: Reference | None = None
    contact: Reference | None = None
    payload: Mapping[str, Any] = field(default_factory=dict)
    key: str = ""
    is_history: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an event is refused: the field, a code of faults.py, and what its text names."""

    field: str
    code: str
    more: str = ""


class Status(StrEnum):
    CREATED = "created"
    DUPLICATE = "duplicate"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an event that was told, or would become of it (`event_id` is None then, unless it is known already)."""

    status: Status
    event_id: uuid.UUID | None = None
    faults: tuple[Fault, ...] = ()
