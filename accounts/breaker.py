"""Redis may be gone at any moment, and nobody waits for it twice.

The first call of a process that fails opens the breaker. From then on a thread of its own alone asks Redis, and closes the
breaker when it answers; so a Redis that refuses, or accepts and never answers, costs a process one time-out in all.
"""

import logging
import os
import threading
import time

from django.conf import settings
from redis import Redis

log = logging.getLogger(__name__)

PAUSE = 1.0  # between two looks at a Redis that is away


class Breaker:
    """Whether one Redis is worth asking, for all threads of this process."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.is_open = False
        self._opening = threading.Lock()

    def open(self, error: Exception) -> None:
        """Let nobody ask until Redis answers again; `error` is what told that it is away."""
        with self._opening:
            if self.is_open:
                return
            threading.Thread(target=self._close_when_it_answers, name="redis-breaker", daemon=True).start()
            self.is_open = True
        log.warning("redis is away", extra={"error": type(error).__name__})

    def _close_when_it_answers(self) -> None:
        time.sleep(PAUSE)
        while not self._answers():
            time.sleep(PAUSE)
        self.is_open = False
        log.warning("redis is back")

    def _answers(self) -> bool:
        try:
            with Redis.from_url(self.url, **settings.REDIS_TIMEOUTS) as client:
                return bool(client.ping())
        except Exception:  # noqa: BLE001 whatever is wrong with it: without this thread the breaker stays open for ever
            return False


_breakers: dict[str, Breaker] = {}
os.register_at_fork(after_in_child=_breakers.clear)  # a child has none of the threads


def of(url: str) -> Breaker:
    """Return this process's breaker of the Redis at `url`. Ask each time: a forked child has breakers of its own."""
    return _breakers.get(url) or _breakers.setdefault(url, Breaker(url))
