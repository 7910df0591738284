"""How often something is done, for doors that anybody may try."""

from django.core.cache import cache


def is_flood(key: str, *, most: int, seconds: int) -> bool:
    """Count one more try under the key, and tell whether there were more than `most` in so many seconds.

    Nobody counts while the cache is gone: then every door stays open.
    """
    cache.add(key, 0, seconds)
    try:
        return bool(cache.incr(key) > most)
    except ValueError:  # it has just run out
        return False
