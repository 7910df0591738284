"""Secrets at rest: readable with the installation's key alone, and only as the secret of the row they belong to."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "happiness.webhook-secret"
NONCE = 12


class Unreadable(ValueError):
    """No key of the installation opens it: SECRET_KEY was changed, or the bytes were."""


def seal(plain: bytes, *, owner: bytes) -> bytes:
    """Return the secret of `owner` encrypted with SECRET_KEY."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(settings.SECRET_KEY).encrypt(nonce, plain, owner)


def open_sealed(sealed: bytes, *, owner: bytes) -> bytes:
    """Return what `seal` was given, also under one of SECRET_KEY_FALLBACKS; raise Unreadable."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        try:
            return _cipher(key).decrypt(sealed[:NONCE], sealed[NONCE:], owner)
        except (InvalidTag, ValueError):  # ValueError: too short to be anything of ours
            continue
    raise Unreadable


def is_current(sealed: bytes, *, owner: bytes) -> bool:
    """Tell whether SECRET_KEY itself opens it, so that the fallbacks can be given up."""
    try:
        _cipher(settings.SECRET_KEY).decrypt(sealed[:NONCE], sealed[NONCE:], owner)
    except (InvalidTag, ValueError):
        return False
    return True


def _cipher(key: str) -> AESGCM:
    return AESGCM(salted_hmac(SALT, b"", secret=key, algorithm="sha256").digest())
