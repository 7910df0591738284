"""Writing jobs: once per subject while they wait, in the transaction of their cause."""

from datetime import timedelta

import pytest
from django.db import transaction

from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.tenancy.context import TenantContextMissing, tenant_context
from accounts.tenancy.uuid7 import uuid7


def test_job_is_written_for_the_organization_of_the_scope(cast, now):
    subject_id = uuid7()

    with tenant_context(cast.north.pk):
        jobs.enqueue(queue="letters", subject_id=subject_id, now=now)

    job = Job.objects.get(queue="letters")
    assert (job.organization_id, job.subject_id, job.run_at) == (cast.north.pk, subject_id, now)
    assert (job.priority, job.leased_until, job.attempts, job.last_error) == (100, None, 0, "")


def test_job_needs_a_scope(db, now):
    with pytest.raises(TenantContextMissing):
        jobs.enqueue(queue="letters", subject_id=uuid7(), now=now)


def test_job_goes_with_its_cause(committed_cast, now):
    def write_and_fail():
        with tenant_context(committed_cast.north.pk):
            jobs.enqueue(queue="letters", subject_id=uuid7(), now=now)
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()

    assert not Job.objects.filter(queue="letters").exists()


def test_job_waits_once_for_each_subject_queue_and_organization(cast, now):
    subject_id = uuid7()

    for organization in (cast.north, cast.south):
        with tenant_context(organization.pk):
            for queue in ("letters", "events"):
                jobs.enqueue(queue=queue, subject_id=subject_id, now=now)
                jobs.enqueue(queue=queue, subject_id=subject_id, now=now)

    assert Job.objects.filter(subject_id=subject_id).count() == 4


def test_cause_that_comes_while_the_job_is_being_done_is_a_new_job(cast, now):
    """The handler may have read before the cause was written: without a second job it would be lost."""
    subject_id = uuid7()
    with tenant_context(cast.north.pk):
        jobs.enqueue(queue="letters", subject_id=subject_id, now=now)
        Job.objects.update(leased_until=now + jobs.LEASE, attempts=1)

        jobs.enqueue(queue="letters", subject_id=subject_id, now=now)

    assert Job.objects.filter(queue="letters").count() == 2


@pytest.mark.parametrize(
    ("first", "second", "due"), [(60, 5, 5), (5, 60, 5), (60, 0, 0)], ids=["sooner", "later", "at once"]
)
def test_job_that_waits_is_done_at_the_earlier_time(cast, now, first, second, due):
    subject_id = uuid7()

    with tenant_context(cast.north.pk):
        for minutes in (first, second):
            jobs.enqueue(queue="letters", subject_id=subject_id, now=now, run_at=now + timedelta(minutes=minutes))

    assert Job.objects.get(queue="letters").run_at == now + timedelta(minutes=due)


def test_job_that_waits_takes_the_more_urgent_priority(cast, now):
    subject_id = uuid7()

    with tenant_context(cast.north.pk):
        for priority in (100, 10, 50):
            jobs.enqueue(queue="letters", subject_id=subject_id, now=now, priority=priority)

    assert Job.objects.get(queue="letters").priority == 10


def test_new_cause_does_not_cut_the_wait_of_a_failing_job_short(cast, now):
    subject_id, later = uuid7(), now + timedelta(minutes=10)
    with tenant_context(cast.north.pk):
        jobs.enqueue(queue="letters", subject_id=subject_id, now=now)
        Job.objects.update(attempts=3, run_at=later, last_error="KeyError")

        jobs.enqueue(queue="letters", subject_id=subject_id, now=now)

    assert Job.objects.get(queue="letters").run_at == later


def test_many_jobs_are_one_act(cast, now, django_assert_max_num_queries):
    subjects = [uuid7() for _ in range(50)]

    with tenant_context(cast.north.pk), django_assert_max_num_queries(2):
        jobs.enqueue_many(queue="letters", subject_ids=subjects, now=now)

    assert set(Job.objects.values_list("subject_id", flat=True)) >= set(subjects)


def test_job_of_the_installation_needs_no_scope(db, now):
    jobs.enqueue_many(queue="letters", subject_ids=[uuid7()], now=now, organization_id=jobs.INSTALLATION)

    assert Job.objects.get(queue="letters").organization_id == jobs.INSTALLATION


def test_taken_jobs_key_is_free_for_the_next(cast, now):
    """Postponing a job gives way to the same work that was asked for meanwhile."""
    subject_id = uuid7()
    with tenant_context(cast.north.pk), transaction.atomic():
        jobs.enqueue(queue="letters", subject_id=subject_id, now=now)
        taken = Job.objects.get(queue="letters")
        Job.objects.update(leased_until=now + jobs.LEASE)
        jobs.enqueue(queue="letters", subject_id=subject_id, now=now)

        jobs.postpone(taken.pk, run_at=now + timedelta(minutes=1), error="KeyError")

    assert [job.run_at for job in Job.objects.filter(queue="letters")] == [now]
