"""Cache keys carry the organization, so that one organization's entry never answers another's question."""

from django.core.cache.backends.base import default_key_func

from accounts.tenancy.context import organization_id_or_none


def organization_key(key: str, key_prefix: str, version: int) -> str:
    """Return the key in the room of the current organization, or in the room of the installation outside of a scope."""
    room = organization_id_or_none() or "installation"
    return default_key_func(f"{room}:{key}", key_prefix, version)
