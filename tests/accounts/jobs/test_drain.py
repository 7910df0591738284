"""Doing jobs: fairly, once, in the scope of their organization and no other, and whatever a handler does."""

import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.jobs import claims, registry
from accounts.jobs.models import Job
from accounts.organizations.models import Department
from accounts.tenancy.context import TenantContextConflict, current_organization_id, tenant_context
from accounts.tenancy.uuid7 import uuid7


class Recorder:
    """A handler that remembers which subjects it was given, in whose scope, and fails for some of them."""

    def __init__(self, fails_for: set[uuid.UUID] | None = None) -> None:
        self.batches: list[list[uuid.UUID]] = []
        self.seen: list[tuple[uuid.UUID, uuid.UUID]] = []
        self.fails_for = fails_for or set()

    def __call__(self, subject_ids: list[uuid.UUID], now: datetime) -> None:
        self.batches.append(subject_ids)
        if self.fails_for.intersection(subject_ids):
            raise ValueError("content that must not stand in the ledger")
        self.seen += [(current_organization_id(), subject_id) for subject_id in subject_ids]


@pytest.fixture
def recorder(handle) -> Recorder:
    recorder = Recorder()
    handle("letters", recorder)
    return recorder


def write(organization, *subject_ids: uuid.UUID, now: datetime, **options: object) -> None:
    with tenant_context(organization.pk):
        jobs.enqueue_many(queue="letters", subject_ids=subject_ids, now=now, **options)


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def test_due_jobs_are_done_in_their_organizations_scope_and_disappear(cast, now, recorder):
    north, south = uuid7(), uuid7()
    write(cast.north, north, now=now)
    write(cast.south, south, now=now)

    assert jobs.drain(queue="letters", now=at(now)) == 2

    assert set(recorder.seen) == {(cast.north.pk, north), (cast.south.pk, south)}
    assert not Job.objects.filter(queue="letters").exists()


def test_handler_sees_only_its_organization(cast, now, handle):
    seen = {}

    def look(subject_ids, now):
        seen[current_organization_id()] = set(Department.unscoped.values_list("name", flat=True))

    handle("letters", look)
    for organization in (cast.north, cast.south):
        with tenant_context(organization.pk):
            Department.objects.create(name=f"Desk {organization.slug}")
        write(organization, uuid7(), now=now)

    jobs.drain(queue="letters", now=at(now))

    assert seen == {cast.north.pk: {"Desk north"}, cast.south.pk: {"Desk south"}}


def test_drain_inside_a_scope_is_refused(cast, now, recorder):
    """It would work in the scope of whoever called it, or count a conflict of scopes as a failure of the job."""
    write(cast.south, uuid7(), now=now)

    with tenant_context(cast.north.pk), pytest.raises(TenantContextConflict):
        jobs.drain(queue="letters", now=at(now))

    assert Job.objects.get(queue="letters").attempts == 0


def test_job_that_is_not_due_waits(cast, now, recorder):
    write(cast.north, uuid7(), now=now, run_at=now + timedelta(minutes=1))

    assert jobs.drain(queue="letters", now=at(now)) == 0
    assert jobs.drain(queue="letters", now=at(now + timedelta(minutes=1))) == 1


def test_batches_are_small_and_in_order(cast, now, recorder):
    subjects = [uuid7() for _ in range(45)]
    write(cast.north, *subjects, now=now)

    jobs.drain(queue="letters", now=at(now))

    assert [len(batch) for batch in recorder.batches] == [20, 20, 5]
    assert [subject_id for batch in recorder.batches for subject_id in batch] == subjects


def test_large_organization_does_not_delay_a_small_one(cast, now, recorder):
    write(cast.north, *(uuid7() for _ in range(200)), now=now - timedelta(hours=1))
    write(cast.south, uuid7(), now=now)

    jobs.drain(queue="letters", now=at(now))

    owners = [organization_id for organization_id, _subject_id in recorder.seen]
    assert len(owners) == 201
    assert owners.index(cast.south.pk) == claims.BATCH


def test_urgent_job_goes_first(cast, now, recorder):
    write(cast.north, *(uuid7() for _ in range(30)), now=now - timedelta(hours=1))
    write(cast.south, uuid7(), now=now, priority=10)

    jobs.drain(queue="letters", now=at(now))

    assert recorder.seen[0][0] == cast.south.pk


def test_failing_job_does_not_hold_up_its_neighbors(cast, now, recorder):
    subjects = [uuid7() for _ in range(5)]
    recorder.fails_for = {subjects[2]}
    write(cast.north, *subjects, now=now)

    jobs.drain(queue="letters", now=at(now))

    assert {subject_id for _organization, subject_id in recorder.seen} == {*subjects} - {subjects[2]}
    left = Job.objects.get(queue="letters")
    assert (left.subject_id, left.attempts, left.leased_until) == (subjects[2], 1, None)
    assert left.last_error == "ValueError"


def test_what_a_failing_handler_wrote_is_undone(cast, now, handle):
    def write_and_fail(subject_ids, now):
        Department.objects.create(name="Half-written")
        raise KeyError

    handle("letters", write_and_fail)
    write(cast.north, uuid7(), now=now)

    jobs.drain(queue="letters", now=at(now))

    with tenant_context(cast.north.pk):
        assert not Department.objects.exists()


def test_failing_job_waits_longer_each_time_and_an_hour_at_most(cast, now, recorder):
    subject_id = uuid7()
    recorder.fails_for = {subject_id}
    write(cast.north, subject_id, now=now)
    waits = []

    for _ in range(14):
        due = Job.objects.get(queue="letters").run_at
        jobs.drain(queue="letters", now=at(due))
        waits.append(Job.objects.get(queue="letters").run_at - due)

    assert timedelta(seconds=20) <= waits[0] <= timedelta(seconds=22)
    assert all(later > earlier for earlier, later in pairwise(waits[:8]))
    assert all(timedelta(hours=1) <= wait <= timedelta(hours=1.1) for wait in waits[-4:])


def test_failed_job_gives_way_when_it_was_asked_for_again(cast, now, handle):
    subject_id = uuid7()

    def fail(subject_ids, moment):
        raise KeyError

    handle("letters", fail)
    write(cast.north, subject_id, now=now)
    Job.objects.update(leased_until=now - timedelta(seconds=1), attempts=1)
    write(cast.north, subject_id, now=now + timedelta(hours=2), run_at=now + timedelta(hours=2))

    jobs.drain(queue="letters", now=at(now))

    assert [job.run_at for job in Job.objects.filter(queue="letters")] == [now + timedelta(hours=2)]


def test_leased_job_is_left_to_its_worker_until_the_lease_ends(cast, now, recorder):
    write(cast.north, uuid7(), now=now)
    ends_at = now + jobs.LEASE
    Job.objects.update(leased_until=ends_at, attempts=1)

    assert jobs.drain(queue="letters", now=at(ends_at)) == 0
    assert jobs.drain(queue="letters", now=at(ends_at + timedelta(seconds=1))) == 1


def test_job_whose_process_died_is_tried_alone(cast, now, recorder):
    """It may have killed the process: in a batch it would take the same neighbors along, again and again."""
    abandoned, fresh = [uuid7() for _ in range(3)], [uuid7() for _ in range(4)]
    write(cast.north, *abandoned, now=now)
    Job.objects.update(leased_until=now - timedelta(seconds=1), attempts=1)
    write(cast.north, *fresh, now=now)

    jobs.drain(queue="letters", now=at(now))

    assert recorder.batches == [[one] for one in abandoned] + [fresh]


def test_job_of_an_unknown_queue_fails_visibly(cast, now):
    with tenant_context(cast.north.pk):
        jobs.enqueue(queue="nobody", subject_id=uuid7(), now=now)

    jobs.drain(queue="nobody", now=at(now))

    assert Job.objects.get(queue="nobody").last_error == "KeyError"
    assert jobs.drain_all(now=at(now + timedelta(days=1))) == 0  # left to a version that knows it


def test_two_handlers_for_one_queue_are_refused(handle):
    handle("letters", Recorder())
    with pytest.raises(ValueError, match="has a handler"):
        registry.register("letters", Recorder())


def test_drain_stops_when_its_time_is_over_and_goes_on_later(cast, now, handle):
    def slow(subject_ids, now):
        time.sleep(0.05)

    handle("letters", slow)
    write(cast.north, *(uuid7() for _ in range(100)), now=now)

    first = jobs.drain(queue="letters", now=at(now), at_most=timedelta(milliseconds=60))

    assert 20 <= first < 100
    assert jobs.drain(queue="letters", now=at(now)) == 100 - first


def test_all_queues_share_the_time(cast, now, handle):
    def slow(subject_ids, now):
        time.sleep(0.05)

    for queue in ("a-queue", "b-queue"):
        handle(queue, slow)
        with tenant_context(cast.north.pk):
            jobs.enqueue_many(queue=queue, subject_ids=[uuid7() for _ in range(100)], now=now)

    jobs.drain_all(now=at(now), at_most=timedelta(milliseconds=100))

    left = {queue: Job.objects.filter(queue=queue).count() for queue in ("a-queue", "b-queue")}
    assert all(0 < count < 100 for count in left.values()), left


def test_way_through_several_queues_waits_for_the_end_of_none(cast, now, handle):
    """A job of one house goes on in another queue while a hundred batches of another house wait there, long due."""
    seen, hour = [], timedelta(hours=1)
    north = uuid7()

    def begin(subject_ids, now):
        jobs.enqueue_many(queue="b-queue", subject_ids=subject_ids, now=now)

    handle("a-queue", begin)
    handle("b-queue", lambda subject_ids, _now: seen.append(subject_ids))
    with tenant_context(cast.south.pk):
        jobs.enqueue_many(queue="b-queue", subject_ids=[uuid7() for _ in range(100 * claims.BATCH)], now=now - hour)
    with tenant_context(cast.north.pk):
        jobs.enqueue_many(queue="a-queue", subject_ids=[north], now=now)

    jobs.drain_all(now=at(now), at_most=hour)

    assert [north in batch for batch in seen].index(True) <= 1
    assert len(seen) == 101


def test_who_is_asked_for_one_queue_does_the_others_in_turns_but_begins_nothing_long(cast, now, handle):
    seen = []

    def note(queue):
        return lambda _ids, _now: seen.append(queue)

    for queue in ("a-queue", "b-queue"):
        handle(queue, note(queue))
    handle("slow-queue", note("slow-queue"), takes_long=True)
    with tenant_context(cast.north.pk):
        for queue in ("a-queue", "b-queue", "slow-queue"):
            jobs.enqueue_many(queue=queue, subject_ids=[uuid7() for _ in range(2 * claims.BATCH)], now=now)

    for asked in ("a-queue", "slow-queue"):
        jobs.drain_all(now=at(now), at_most=timedelta(hours=1), asked=asked)

    assert seen == ["a-queue", "b-queue"] * 2 + ["slow-queue"] * 2


def test_looking_costs_one_statement_where_nothing_waits(cast, django_assert_num_queries):
    Job.objects.all().delete()
    jobs.drain_all(now=clock.real_now, at_most=timedelta(hours=1))  # the plan is made once

    with django_assert_num_queries(1):
        assert jobs.drain_all(now=clock.real_now, at_most=timedelta(hours=1)) == 0


def test_two_drains_at_once_do_each_job_once(committed_cast, now, handle):
    seen: list[uuid.UUID] = []

    def work(subject_ids, now):
        time.sleep(0.01)
        seen.extend(subject_ids)

    handle("letters", work)
    for organization in (committed_cast.north, committed_cast.south):
        write(organization, *(uuid7() for _ in range(100)), now=now)
    taken = []

    def drain():
        try:
            taken.append(jobs.drain(queue="letters", now=at(now)))
        finally:
            connection.close()

    threads = [threading.Thread(target=drain) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(seen) == len(set(seen)) == sum(taken) == 200
    assert not Job.objects.filter(queue="letters").exists()


def test_worker_that_lost_its_lease_does_not_bring_the_job_back(committed_cast, now, handle):
    """Another one has done it since: the late failure finds nothing to postpone."""

    write(committed_cast.north, uuid7(), now=now)

    def overtake(subject_ids, moment):
        thread = threading.Thread(target=lambda: (jobs.finish(job_id), connection.close()))
        thread.start()
        thread.join()
        raise KeyError

    job_id = Job.objects.get(queue="letters").pk
    handle("letters", overtake)

    assert jobs.drain(queue="letters", now=at(now)) == 1
    assert not Job.objects.filter(queue="letters").exists()


def test_outward_handler_that_breaks_does_not_stop_the_others(cast, now, monkeypatch):
    called = []

    def outward(organization_id, taken, deadline):
        called.append(organization_id)
        raise KeyError

    monkeypatch.setitem(registry._outward, "letters", outward)
    write(cast.north, uuid7(), now=now)
    write(cast.south, uuid7(), now=now)

    jobs.drain(queue="letters", now=at(now))

    assert set(called) == {cast.north.pk, cast.south.pk}
    assert all(job.leased_until == now + jobs.LEASE for job in Job.objects.filter(queue="letters"))
