"""Real workers: killed in the middle of a job, looping without Celery, and Celery's own, with the real Redis."""

import os
import re
import signal

import pytest
from django.db import connection

from accounts import clock
from accounts.audit.models import AuditSeal
from accounts.jobs import actions as jobs
from accounts.jobs.models import Heartbeat, Job
from accounts.organizations.models import Department
from accounts.tenancy.context import tenant_context
from accounts.tenancy.uuid7 import uuid7
from happiness.celery import app
from tests.accounts.jobs.processes import running
from tests.waiting import wait_for

pytestmark = pytest.mark.xdist_group("processes")


def sealed(organization) -> int:
    with tenant_context(organization.pk):
        return AuditSeal.objects.count()


def test_job_of_a_worker_that_was_killed_is_done_when_its_lease_ends(committed_cast, handle, tmp_path):
    north, subjects = committed_cast.north, [uuid7(), uuid7()]
    with tenant_context(north.pk):
        jobs.enqueue_many(queue="stuck", subject_ids=subjects, now=clock.real_now())
    marker, log = tmp_path / "taken", tmp_path / "log"

    with running("-m", "tests.accounts.jobs.stuck", str(marker), log=log) as worker:
        wait_for(marker.exists, log)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()

    done = []

    def work(subject_ids, now):
        done.append(subject_ids)

    handle("stuck", work)
    assert jobs.drain(queue="stuck", now=clock.real_now) == 0
    assert [job.attempts for job in Job.objects.filter(queue="stuck")] == [1, 1]
    with tenant_context(north.pk):
        assert not Department.objects.exists()
    after_the_lease = clock.real_now() + jobs.LEASE
    assert jobs.drain(queue="stuck", now=lambda: after_the_lease) == 2
    assert done == [[subject_id] for subject_id in subjects]


def test_loop_ticks_the_timetable_does_the_work_and_stops_when_told(committed_cast, tmp_path):
    log = tmp_path / "log"

    with running("manage.py", "drain", "--loop", log=log) as loop:
        wait_for(lambda: sealed(committed_cast.north) and sealed(committed_cast.south), log)
        assert Heartbeat.objects.filter(name="seal-audit").exists()
        loop.terminate()
        assert loop.wait(10) == 0


def test_loop_outlives_its_database_connection(committed_cast, tmp_path):
    log = tmp_path / "log"

    with running("manage.py", "drain", "--loop", log=log) as loop:
        wait_for(Heartbeat.objects.exists, log)
        with connection.cursor() as cursor:  # as when the server was restarted
            cursor.execute(
                """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"""
            )
        wait_for(lambda: "trying again" in log.read_text(), log)
        Heartbeat.objects.all().delete()
        wait_for(Heartbeat.objects.exists, log)
        assert loop.poll() is None


def test_drain_without_loop_does_what_is_due_and_says_how_much(committed_cast, tmp_path):
    log = tmp_path / "log"
    with tenant_context(committed_cast.north.pk):
        jobs.enqueue(queue="seal_audit", subject_id=committed_cast.north.pk, now=clock.real_now())

    with running("manage.py", "drain", log=log) as drain:
        assert drain.wait(30) == 0

    assert re.search(r"^1 jobs? done$", log.read_text(), re.MULTILINE)
    assert sealed(committed_cast.north)


def test_celery_worker_ticks_and_drains(committed_cast, tmp_path):
    log, queue = tmp_path / "log", f"test-{uuid7()}"
    arguments = ("-A", "happiness", "worker", "--concurrency", "1", "--queues", queue, "--loglevel", "INFO")

    with running("-m", "celery", *arguments, log=log):
        app.send_task("happiness.tasks.tick", queue=queue)
        wait_for(lambda: Job.objects.filter(queue="seal_audit").count() == 2 or sealed(committed_cast.north), log)
        app.send_task("accounts.tasks.drain", kwargs={"queue": "seal_audit"}, queue=queue)
        app.send_task("accounts.tasks.drain", kwargs={"queue": "of a newer version"}, queue=queue)
        wait_for(lambda: not Job.objects.filter(run_at__lte=clock.real_now()).exists(), log)  # of the other queues, too

    assert sealed(committed_cast.north)
    assert sealed(committed_cast.south)
    assert "Traceback" not in log.read_text()
