"""Signed, revocable links: the organization and the row are in the token, so that no look-up goes before the scope.

A token is 58 bytes: version(1) kind(1) organization(16) row(16) mac1(8) mac2(16), 78 characters of URL-safe base64.
mac1 signs the head and is checked before any SQL. mac2 also covers a random nonce of the row; the row keeps
`token_digest = sha256(mac2)`, compared in WHERE. So neither the key nor the database alone makes a link, and setting the
digest to NULL revokes it. A kind opens only its own door.
"""

import base64
import binascii
import hashlib
import hmac
import json
import os
import uuid
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import models

VERSION = 1
SALT = "happiness.link"
HEAD, MAC1, MAC2 = 34, 8, 16
LENGTH = HEAD + MAC1 + MAC2
_COMPACT = json.JSONEncoder(separators=(",", ":"))


class Kind(IntEnum):
    """Which door a token opens. Numbers are printed in letters: never reuse one."""

    STAFF_INVITATION = 1
    UNSUBSCRIBE = 2
    LETTER_ADDRESS = 3  # a mailbox's name, see make_name
    API = 4
    SURVEY = 5  # one person's answer page
    OPEN_SURVEY = 6  # a survey's open link
    PERSONAL = 7  # a client's person's own page
    INBOUND_HOOK = 8  # an address to which another system sends events
    DECISION = 13  # a question to one of us: it decides in their name
    CASE = 20  # asks the client whether it is well again
    CASE_UNIT = 21  # a department's lead answers about a case
    CARE_FEED = 30  # an employee's calendar of occasions
    ALERT = 11  # what one of us was told of: it acts in their name
    ISLAND = 12  # what somebody wrote to top management alone, and the answers


class BadToken(ValueError):
    """The text is no token of this kind and key; the page is a 404, whatever was wrong with it."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a genuine head says: look for the row in this organization, and compare the digest."""

    organization_id: uuid.UUID
    row_id: uuid.UUID
    digest: bytes


class Revocable(models.Model):
    """Columns of a row that a link opens."""

    nonce = models.BinaryField(max_length=16, editable=False)
    token_digest = models.BinaryField(max_length=32, null=True, editable=False)

    class Meta:
        abstract = True

    def renew_token(self, kind: Kind) -> str:
        """Set a new nonce and digest (the caller saves) and return the link's token; every older link dies."""
        self.nonce = os.urandom(16)
        token = make(kind=kind, organization_id=self.organization_id, row_id=self.pk, nonce=self.nonce)  # type: ignore[attr-defined]
        self.token_digest = read(token, kind=kind).digest
        return token


def make(*, kind: Kind, organization_id: uuid.UUID, row_id: uuid.UUID, nonce: bytes) -> str:
    """Return the row's token; the same nonce gives the same token as long as the key lives."""
    head = bytes([VERSION, kind]) + organization_id.bytes + row_id.bytes
    key = settings.SECRET_KEY
    return _text(head + _mac(key, head)[:MAC1] + _mac(key, head + bytes(nonce))[:MAC2])


def read(token: str, *, kind: Kind) -> Claim:
    """Return what the token claims, without touching the database; raise BadToken for every kind of wrong text."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadToken from error
    # The text again: Base64 has spare bits, so that several texts would otherwise be one token.
    if len(raw) != LENGTH or raw[:2] != bytes([VERSION, kind]) or _text(raw) != token:
        raise BadToken
    head, mac1, mac2 = raw[:HEAD], raw[HEAD : HEAD + MAC1], raw[HEAD + MAC1 :]
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(hmac.compare_digest(mac1, _mac(key, head)[:MAC1]) for key in keys):
        raise BadToken
    return Claim(
        organization_id=uuid.UUID(bytes=head[2:18]),
        row_id=uuid.UUID(bytes=head[18:34]),
        digest=hashlib.sha256(mac2).digest(),
    )


def make_name(*, kind: Kind, organization_id: uuid.UUID, nonce: bytes, key: str) -> str:
    """Return a token that fits before the @ of an address, in any letter case: 52 characters, for one row of a house."""
    return _name(
        organization_id.bytes + _mac(key, bytes([VERSION, kind]) + organization_id.bytes + bytes(nonce))[:MAC2]
    )


def read_name(name: str) -> tuple[uuid.UUID, bytes]:
    """Return (organization, digest) of such a token: whether it is genuine says the row. Raises BadToken."""
    try:
        raw = base64.b32decode(name.upper() + "=" * (-len(name) % 8))
    except (binascii.Error, ValueError) as error:
        raise BadToken from error
    if len(raw) != MAC2 + MAC2 or _name(raw) != name.lower():
        raise BadToken
    return uuid.UUID(bytes=raw[:16]), hashlib.sha256(raw[16:]).digest()


def seal(values: list[Any], *, salt: str) -> str:
    """Return a text that holds these JSON values for anybody to read and for us alone to make: what a form brings back."""
    body = base64.urlsafe_b64encode(_COMPACT.encode(values).encode())
    return f"{body.decode()}.{_text(_mac(settings.SECRET_KEY, body, salt))}"


def unseal(text: str, *, salt: str) -> list[Any]:
    """Return the values of such a text; raise BadToken for every other one."""
    body, _, mac = text.encode().rpartition(b".")
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    if not any(hmac.compare_digest(mac, _text(_mac(key, body, salt)).encode()) for key in keys):
        raise BadToken
    values: list[Any] = json.loads(base64.urlsafe_b64decode(body))
    return values


def _name(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _mac(key: str, message: bytes, salt: str = SALT) -> bytes:
    return hmac.digest(_salted(key, salt), message, "sha256")


@lru_cache(maxsize=16)
def _salted(key: str, salt: str) -> bytes:
    """Return the key of one use, as django.utils.crypto.salted_hmac makes it."""
    return hashlib.sha256((salt + key).encode()).digest()
