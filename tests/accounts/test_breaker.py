"""A Redis that is away costs a process one time-out, whoever asks, and serves again when it is back."""

import os
import threading
import time

import pytest
from django.core.cache import cache

from accounts import breaker
from tests.own_redis import own_redis
from tests.waiting import wait_for

FAULTS = ["stop", "freeze"]
REMEDIES = {"stop": "start", "freeze": "thaw"}
CALLS = 200


@pytest.fixture
def server():
    with own_redis() as running:
        yield running


@pytest.fixture
def _cached_there(server, settings, monkeypatch):
    """Use the product's time-outs: a frozen Redis is what they are for."""
    monkeypatch.setattr(breaker, "PAUSE", 0.05)
    settings.CACHES = {
        "default": {**settings.CACHES["default"], "LOCATION": server.url, "OPTIONS": settings.REDIS_TIMEOUTS}
    }


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.usefixtures("_cached_there")
def test_cache_that_is_away_answers_like_an_empty_one_and_costs_one_time_out(server, settings, caplog, fault):
    cache.set("key", "value")
    assert cache.get("key") == "value"

    getattr(server, fault)()
    started = time.monotonic()
    for _ in range(CALLS):
        assert cache.get("key", "nothing") == "nothing"
        assert cache.add("lock", 1)
        assert cache.incr("counter") == 1
        cache.set("key", "other")
        cache.delete("key")
    spent = time.monotonic() - started

    # One time-out for a thousand calls: a second one would need as long again.
    assert spent < 10 * sum(settings.REDIS_TIMEOUTS.values())
    assert caplog.text.count("redis is away") == 1


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.usefixtures("_cached_there")
def test_cache_serves_again_when_redis_is_back(server, caplog, fault):
    getattr(server, fault)()
    cache.set("key", "lost")

    getattr(server, REMEDIES[fault])()

    wait_for(lambda: not breaker.of(server.url).is_open, "Redis to be asked again")
    cache.set("key", "value")
    assert cache.get("key") == "value"
    assert caplog.text.count("redis is back") == 1


@pytest.mark.usefixtures("_cached_there")
def test_threads_that_find_out_at_once_open_it_once(server, caplog):
    server.stop()
    together = threading.Barrier(8)

    def ask():
        together.wait()
        cache.get("key")

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert caplog.text.count("redis is away") == 1


@pytest.mark.usefixtures("_cached_there")
def test_redis_that_refuses_a_command_is_not_away(server, caplog):
    cache.set("text", "no number")

    assert cache.incr("text") == 1

    assert "cache refuses" in caplog.text
    assert not breaker.of(server.url).is_open
    assert cache.get("text") == "no number"


def test_breaker_of_one_redis_says_nothing_about_another():
    breaker.of("redis://127.0.0.1:1/8").open(ConnectionError())

    assert breaker.of("redis://127.0.0.1:1/8").is_open
    assert not breaker.of("redis://127.0.0.1:1/7").is_open


@pytest.mark.filterwarnings("ignore:.*fork")
def test_forked_child_finds_out_for_itself():
    """Its parent's thread, which would close the breaker, does not live in it."""
    url = "redis://127.0.0.1:1/6"
    breaker.of(url).open(ConnectionError())

    child = os.fork()
    if child == 0:
        os._exit(int(breaker.of(url).is_open))

    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert breaker.of(url).is_open
