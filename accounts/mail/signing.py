"""DKIM: the receiver can prove that a letter comes from our domain. Off until a key is given."""

from functools import lru_cache
from pathlib import Path

import dkim
from django.conf import settings

SIGNED = [b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type", b"reply-to",
          b"list-unsubscribe", b"list-unsubscribe-post", b"auto-submitted"]  # fmt: skip


def sign(message: bytes) -> bytes:
    """Return the message with a DKIM-Signature when DKIM_KEY_FILE and DKIM_SELECTOR are set, else as it is."""
    if not settings.DKIM_KEY_FILE:
        return message
    domain = settings.MAIL_ADDRESS.rpartition("@")[2].encode()
    signature = dkim.sign(
        message, settings.DKIM_SELECTOR.encode(), domain, _key(settings.DKIM_KEY_FILE), include_headers=SIGNED
    )
    return signature + message


@lru_cache(maxsize=2)
def _key(path: str) -> bytes:
    return Path(path).read_bytes()
