"""Signatures of the Standard Webhooks specification: HMAC-SHA256 over id, time and body, under a secret of the receiver."""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterable

PREFIX, VERSION = "whsec_", "v1"
SECRET_BYTES = 32


def new_secret() -> bytes:
    """Return a new random secret."""
    return os.urandom(SECRET_BYTES)


def serialize(secret: bytes) -> str:
    """Return the secret as people copy it and libraries read it."""
    return PREFIX + base64.b64encode(secret).decode()


def headers(*, message_id: str, timestamp: int, body: bytes, secrets: Iterable[bytes]) -> dict[str, str]:
    """Return the three headers of a message, with one signature for each secret that is valid now."""
    content = f"{message_id}.{timestamp}.".encode() + body
    signatures = (hmac.digest(secret, content, hashlib.sha256) for secret in secrets)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(f"{VERSION},{base64.b64encode(one).decode()}" for one in signatures),
    }
