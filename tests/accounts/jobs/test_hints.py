"""Hints to workers: sent after the commit by a thread of their own, and no request waits for them."""

import base64
import json
import time

import pytest
import redis

from accounts import breaker
from accounts.jobs import actions as jobs
from accounts.jobs import hints
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7
from happiness.celery import app
from tests.waiting import wait_for


@pytest.fixture
def queue() -> str:
    """A name of this test alone: the broker is shared."""
    return f"test-{uuid7().hex[-12:]}"


@pytest.fixture
def broker(settings):
    with redis.Redis.from_url(settings.REDIS_URL) as client:
        yield client


def hints_for(queue: str, broker) -> int:
    """Return how many hints for the queue wait at the broker."""
    bodies = [json.loads(message)["body"] for message in broker.lrange(app.conf.task_default_queue, 0, -1)]
    return sum(json.loads(base64.b64decode(body))[1] == {"queue": queue} for body in bodies)


def test_job_that_is_due_is_hinted_after_its_commit(committed_cast, now, queue, broker):
    with tenant_context(committed_cast.north.pk):
        jobs.enqueue(queue=queue, subject_id=uuid7(), now=now)
        time.sleep(0.1)
        assert hints_for(queue, broker) == 0

    wait_for(lambda: hints_for(queue, broker) == 1, "the hint")


def test_job_of_later_is_not_hinted(committed_cast, now, queue, broker):
    other = queue + "-due"
    with tenant_context(committed_cast.north.pk):
        jobs.enqueue(queue=queue, subject_id=uuid7(), now=now, run_at=now + jobs.LEASE)
        jobs.enqueue(queue=other, subject_id=uuid7(), now=now)

    wait_for(lambda: hints_for(other, broker) == 1, "the other hint")
    assert hints_for(queue, broker) == 0


def test_many_jobs_are_one_hint(queue, broker):
    other = queue + "-last"
    for _ in range(50):
        hints.send(queue)
    hints.send(other)

    wait_for(lambda: hints_for(other, broker) == 1, "the other hint")
    assert hints_for(queue, broker) == 1


def test_nobody_waits_for_a_broker_that_is_away(queue, monkeypatch):
    nowhere = "redis://127.0.0.1:1/9"
    monkeypatch.setitem(app.conf, "broker_url", nowhere)
    started = time.monotonic()

    hints.send(queue)
    hints.send(queue + "-silent")

    assert time.monotonic() - started < 0.1
    wait_for(lambda: breaker.of(nowhere).is_open, "the broker to be given up")
    wait_for(hints._wanted.empty, "the hints to be forgotten")


def test_without_a_broker_there_is_nothing_to_do(settings, queue, broker):
    settings.CELERY_BROKER_URL = None

    hints.send(queue)

    time.sleep(0.1)
    assert hints_for(queue, broker) == 0
