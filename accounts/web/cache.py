"""The cache may be gone at any time: its errors read as a miss, and a process waits for it once (accounts.breaker)."""

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as Away
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as Silent

from accounts import breaker

log = logging.getLogger(__name__)


class ForgivingRedisCache(RedisCache):
    """Redis as a cache that cannot fail a request. `add` answers True then: limits and locks are open while it is gone."""

    _servers: list[str]  # where RedisCache keeps the addresses of LOCATION

    def add(self, *args: Any, **options: Any) -> Any:
        return self._try(super().add, True, *args, **options)

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        return self._try(super().get, default, key, default, version)

    def set(self, *args: Any, **options: Any) -> Any:
        return self._try(super().set, None, *args, **options)

    def touch(self, *args: Any, **options: Any) -> Any:
        return self._try(super().touch, False, *args, **options)

    def delete(self, *args: Any, **options: Any) -> Any:
        return self._try(super().delete, False, *args, **options)

    def get_many(self, *args: Any, **options: Any) -> Any:
        return self._try(super().get_many, {}, *args, **options)

    def set_many(self, *args: Any, **options: Any) -> Any:
        return self._try(super().set_many, [], *args, **options)

    def delete_many(self, *args: Any, **options: Any) -> Any:
        return self._try(super().delete_many, None, *args, **options)

    def has_key(self, *args: Any, **options: Any) -> Any:
        return self._try(super().has_key, False, *args, **options)

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> Any:
        return self._try(super().incr, delta, key, delta, version)

    def clear(self) -> Any:
        return self._try(super().clear, None)

    def _try(self, operation: Any, answer: Any, *args: Any, **options: Any) -> Any:
        redis = breaker.of(self._servers[0])
        if redis.is_open:
            return answer
        try:
            return operation(*args, **options)
        except (Away, Silent) as error:
            redis.open(error)
        except RedisError as error:  # it is there, and refuses: full, or read-only
            log.warning("cache refuses", extra={"error": type(error).__name__})
        return answer
