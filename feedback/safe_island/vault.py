"""Words at rest: readable with ISLAND_KEYS alone, and only in the row they belong to.

The first key encrypts, each of them opens: so a key is changed by putting the new one first, and the old one is given up when
the daily tidying has written everything anew (docs/safe-island.md).
"""

import os
import uuid
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "happiness.safe-island"
NONCE = 12
SHORTEST_KEY = 32


class Unreadable(ValueError):
    """None of the keys opens it: the key was lost, or the bytes were changed."""


def is_ready() -> bool:
    """Tell whether there is a key, and each one is long enough; without it nothing can be confided."""
    return bool(settings.ISLAND_KEYS) and all(len(key) >= SHORTEST_KEY for key in settings.ISLAND_KEYS)


def seal(words: str, *, owner: uuid.UUID) -> bytes:
    """Return the words of the row `owner`, encrypted with the first key."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(settings.ISLAND_KEYS[0]).encrypt(nonce, words.encode(), owner.bytes)


def open_sealed(sealed: bytes, *, owner: uuid.UUID) -> str:
    """Return what `seal` was given, under any of the keys; raise Unreadable."""
    for key in settings.ISLAND_KEYS:
        try:
            return _cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], owner.bytes).decode()
        except (InvalidTag, ValueError):  # ValueError: too short to be anything of ours
            continue
    raise Unreadable


def is_current(sealed: bytes, *, owner: uuid.UUID) -> bool:
    """Tell whether the first key opens it, so that the others can be given up."""
    try:
        _cipher(settings.ISLAND_KEYS[0]).decrypt(sealed[:NONCE], sealed[NONCE:], owner.bytes)
    except (InvalidTag, ValueError):
        return False
    return True


@lru_cache(maxsize=16)
def _cipher(key: str) -> AESGCM:
    return AESGCM(salted_hmac(SALT, b"", secret=key, algorithm="sha256").digest())
