"""Short notes that a page leaves for a worker in Redis: bounded lists that may be lost without harm (docs/adr/0007).

A page pays one round trip, and nothing while Redis is away or where there is none.
"""

from functools import lru_cache

from django.conf import settings
from redis import Redis
from redis.exceptions import RedisError

from accounts import breaker

MOST = 20_000  # notes of a list; the oldest go first


def leave(name: str, note: str) -> None:
    """Put a note onto the list. Never raises; what cannot be noted is not."""
    if settings.REDIS_URL and not breaker.of(settings.REDIS_URL).is_open:
        try:
            line = _redis(settings.REDIS_URL).pipeline(transaction=False)
            line.lpush(_key(name), note)
            line.ltrim(_key(name), 0, MOST - 1)
            line.execute()
        except RedisError as error:
            breaker.of(settings.REDIS_URL).open(error)


def take(name: str, *, most: int) -> list[str]:
    """Take up to so many notes off the list, the oldest first; none while Redis is away. What is taken is gone."""
    if not settings.REDIS_URL or breaker.of(settings.REDIS_URL).is_open:
        return []
    try:
        found = _redis(settings.REDIS_URL).rpop(_key(name), most)
    except RedisError as error:
        breaker.of(settings.REDIS_URL).open(error)
        return []
    return [note.decode() for note in found or []]  # type: ignore[union-attr]


def _key(name: str) -> str:
    return f"{settings.CACHES['default'].get('KEY_PREFIX', '')}:notes:{name}"


@lru_cache(maxsize=4)
def _redis(url: str) -> Redis:
    return Redis.from_url(url, **settings.REDIS_TIMEOUTS)
