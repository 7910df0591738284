"""Hints: "look into the ledger", sent to a worker after the commit.

The job is a row; a lost hint costs the latency of one sweep. So a hint may cost a request nothing: it is sent by a thread of
its own, at most once per queue and second, and not at all while Redis is away (accounts.breaker).
"""

import queue
import threading
import time

from celery import current_app
from django.conf import settings

from accounts import breaker

EVERY = 1.0
IMPATIENT = {
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    **settings.REDIS_TIMEOUTS,
}
EXPIRES = 30  # a hint that nobody took by then has been overtaken by many sweeps

_wanted: queue.SimpleQueue[str] = queue.SimpleQueue()
_starting = threading.Lock()
_thread: threading.Thread | None = None


def send(queue_name: str) -> None:
    """Ask a worker to drain the queue soon. Never waits, never raises; does nothing where there is no Redis."""
    if settings.CELERY_BROKER_URL:
        _start_thread()
        _wanted.put(queue_name)


def _start_thread() -> None:
    global _thread  # noqa: PLW0603 one for each process, also after a fork
    if _thread is None or not _thread.is_alive():
        with _starting:
            if _thread is None or not _thread.is_alive():
                _thread = threading.Thread(target=_run, name="hints", daemon=True)
                _thread.start()


def _run() -> None:
    sent: dict[str, float] = {}
    while True:
        name = _wanted.get()
        now, redis = time.monotonic(), breaker.of(current_app.conf.broker_url)
        if redis.is_open or now - sent.get(name, -EVERY) < EVERY:
            continue
        sent[name] = now
        try:
            with current_app.connection_for_write(transport_options=IMPATIENT) as connection:
                current_app.send_task(
                    "accounts.tasks.drain", kwargs={"queue": name}, connection=connection, expires=EXPIRES, retry=False
                )
        except Exception as error:  # noqa: BLE001 whatever is wrong with Redis, the sweep will find the job
            redis.open(error)
