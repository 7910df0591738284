"""What a receiver reads: an event as JSON. A message is written anew for each try, and is the same each time."""

import json
from datetime import UTC, datetime
from typing import Any

from accounts.events.models import Event
from accounts.webhooks.models import TEST, WebhookDelivery


def body_of(event: Event, *, slug: str) -> bytes:
    """Return the message about an event. Our own fields win over a payload's fields of the same names."""
    data = {
        **event.payload,
        "event_id": str(event.pk),
        "client_id": _id(event.client_id),
        "contact_id": _id(event.contact_id),
        "occurred_at": _moment(event.happened_at),
        "recorded_at": _moment(event.recorded_at),
        "organization": slug,
    }
    return _json(event.kind, event.happened_at, data)


def test_body_of(delivery: WebhookDelivery, *, slug: str) -> bytes:
    """Return the message of a test, which tells of nothing that happened."""
    data = {
        "event_id": str(delivery.event_id),
        "client_id": None,
        "contact_id": None,
        "occurred_at": _moment(delivery.created_at),
        "recorded_at": _moment(delivery.created_at),
        "organization": slug,
    }
    return _json(TEST, delivery.created_at, data)


def _json(kind: str, happened_at: datetime, data: dict[str, Any]) -> bytes:
    message = {"type": kind, "timestamp": _moment(happened_at), "data": data}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _id(value: Any) -> str | None:
    return str(value) if value else None
