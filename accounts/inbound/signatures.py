"""Is a call signed by who knows the secret? Tools write an HMAC-SHA256 as hex or Base64, many with "sha256=" before it."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime

from accounts.webhooks import signing

FRESH_SECONDS = 300


class Wrong(ValueError):
    """The signature is missing, wrong or too old; `code` is one of faults.py."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def check_body(*, given: str, secret: bytes, body: bytes) -> None:
    """Raise Wrong unless the header holds the HMAC of the body."""
    digest = hmac.digest(secret, body, hashlib.sha256)
    text = given.strip().removeprefix("sha256=")
    good = (digest.hex(), base64.b64encode(digest).decode())
    offered = text.lower() if len(text) == 2 * len(digest) else text
    if not any(hmac.compare_digest(offered.encode(), one.encode()) for one in good):
        raise Wrong("bad_signature")


def check_standard(*, headers: Mapping[str, str], secret: bytes, body: bytes, now: datetime) -> None:
    """Raise Wrong unless the call is signed as Standard Webhooks says, within the last five minutes."""
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) < 13):  # noqa: PLR2004
        raise Wrong("bad_signature")
    try:
        key = base64.b64decode(secret.decode().removeprefix(signing.PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Wrong("bad_signature") from error
    expected = signing.headers(message_id=message_id, timestamp=int(timestamp), body=body, secrets=[key])
    good = expected["webhook-signature"].encode()
    given = headers.get("webhook-signature", "").split()[:10]
    if not any(hmac.compare_digest(one.encode(), good) for one in given):
        raise Wrong("bad_signature")
    if abs(now.timestamp() - int(timestamp)) > FRESH_SECONDS:
        raise Wrong("too_late")
