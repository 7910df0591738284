"""manage.py doctor: what works, what does not, and the remedy."""

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.tenancy.context import tenant_context
from accounts.tenancy.owner import as_owner
from happiness import schedule


def run() -> tuple[int, str]:
    out = io.StringIO()
    try:
        call_command("doctor", stdout=out)
    except SystemExit as end:
        return end.code, out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def healthy(db, now, mailbox):
    for entry in schedule.TIMETABLE:
        jobs.run_recurring(name=entry.name, every=entry.every, action=entry.action, now=now)


def test_healthy_house_has_no_fault(healthy):
    code, text = run()

    assert code == 0, text
    assert "fault" not in text


def test_stopped_clockwork_is_a_fault_with_a_remedy(db):
    code, text = run()

    assert code == 1
    assert "late: seal-audit" in text
    assert "drain --loop" in text


def test_old_job_is_a_fault(healthy, cast, now):
    with tenant_context(cast.north.pk):
        jobs.enqueue(queue="seal_audit", subject_id=cast.north.pk, now=now - timedelta(minutes=10))

    code, text = run()

    assert code == 1
    assert "wait for more than 5 minutes" in text


def test_failing_job_is_a_warning_with_its_error(healthy, cast, now):
    Job.objects.create(
        organization_id=cast.north.pk, queue="seal_audit", subject_id=cast.north.pk, run_at=now, last_error="KeyError"
    )

    code, text = run()

    assert code == 0, text
    assert "KeyError" in text


def test_letter_that_does_not_leave_is_a_fault(healthy, cast, now):
    with tenant_context(cast.north.pk):
        jobs.enqueue(queue="mail", subject_id=cast.north.pk, now=now - timedelta(minutes=10, seconds=30))

    code, text = run()

    assert code == 1
    assert "1 should have left, the oldest 10 minutes ago" in text


def test_silent_mail_server_is_a_fault(healthy, settings):
    settings.EMAIL_PORT = 1

    code, text = run()

    assert code == 1
    assert "mend EMAIL_URL" in text


def test_missing_redis_is_a_warning(healthy, settings):
    settings.REDIS_URL = ""

    code, text = run()

    assert code == 0
    assert "drain --loop" in text


def test_hole_in_a_wall_is_a_fault(transactional_db, mailbox):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE accounts_employee NO FORCE ROW LEVEL SECURITY")
    try:
        code, text = run()
    finally:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE accounts_employee FORCE ROW LEVEL SECURITY")

    assert code == 1
    assert "accounts_employee" in text
