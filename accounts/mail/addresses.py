"""Our names on a letter: its Message-ID and its return path. Both name the letter, and nobody can guess them.

A row's id has 62 random bits, so only somebody who has seen the letter can name it; a bounce counts only when it does.
"""

import base64
import re
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from accounts.jobs.actions import INSTALLATION

MESSAGE_ID = re.compile(r"<?([0-9a-f]{32})-([0-9a-f]{32})\.r(\d{1,4})@[^\s<>@]+>?", re.IGNORECASE)
RETURN_PATH = re.compile(r"[a-z2-7]{52}\Z", re.IGNORECASE)


def owner_of(row: Any) -> uuid.UUID:
    """Return the organization of a letter, or INSTALLATION for one of the house."""
    return getattr(row, "organization_id", None) or INSTALLATION


def message_id(row: Any) -> str:
    """Return the Message-ID of the row's present edition: the same for every attempt at it."""
    domain = urlsplit(settings.BASE_URL).hostname
    return f"<{owner_of(row).hex}-{row.pk.hex}.r{row.edition}@{domain}>"


def return_path(row: Any) -> str:
    """Return where bounces of the row go: an address of its own under MAIL_BOUNCE_DOMAIN, else the house's address."""
    if not settings.MAIL_BOUNCE_DOMAIN:
        return settings.MAIL_ADDRESS
    name = base64.b32encode(owner_of(row).bytes + row.pk.bytes).decode().rstrip("=").lower()
    return f"bounce+{name}@{settings.MAIL_BOUNCE_DOMAIN}"


def read_message_id(text: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Return (organization, letter) of one of our Message-IDs, None for anybody else's."""
    match = MESSAGE_ID.fullmatch(text.strip())
    return (uuid.UUID(match[1]), uuid.UUID(match[2])) if match else None


def read_return_path(token: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """Return (organization, letter) of what stands behind "+" in one of our return paths, None for anything else."""
    if not RETURN_PATH.match(token):
        return None
    raw = base64.b32decode(token.upper() + "====")
    return uuid.UUID(bytes=raw[:16]), uuid.UUID(bytes=raw[16:])
