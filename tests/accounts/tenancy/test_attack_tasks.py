"""Tasks: none without a scope, none in two, and the scope travels with whatever a task starts."""

import uuid

import pytest
from celery import chain, chord, group
from django.db import transaction

from accounts.tenancy.context import (
    TenantContextConflict,
    TenantContextMissing,
    organization_id_or_none,
    tenant_context,
)
from accounts.tenancy.tasks import HEADER
from tests.accounts.jobs.processes import running
from tests.accounts.tenancy import worker


@pytest.fixture
def eager():
    """Run tasks at once and in this process, and let their errors through."""
    options = {"task_always_eager": True, "task_eager_propagates": True}
    before = {name: worker.app.conf[name] for name in options}
    worker.app.conf.update(options)
    yield
    worker.app.conf.update(before)


# --- In this process ---


@pytest.mark.usefixtures("eager")
class TestEagerly:
    def test_task_runs_in_the_scope_that_published_it(self, cast):
        for organization in (cast.north, cast.south):
            with tenant_context(organization.pk):
                assert worker.whose.delay().get() == str(organization.pk)

    def test_task_without_a_scope_is_not_published(self, cast):
        with pytest.raises(TenantContextMissing):
            worker.whose.delay()

    def test_header_stands_in_for_a_scope(self, cast):
        result = worker.whose.apply_async(headers={HEADER: str(cast.south.pk)})

        assert result.get() == str(cast.south.pk)
        assert organization_id_or_none() is None

    def test_header_of_another_organization_than_the_scope_is_refused(self, cast):
        with tenant_context(cast.north.pk), pytest.raises(TenantContextConflict):
            worker.whose.apply_async(headers={HEADER: str(cast.south.pk)})

    def test_header_that_is_no_organization_is_refused(self, cast):
        with pytest.raises(ValueError, match="badly formed"):
            worker.whose.apply_async(headers={HEADER: "north"})

    def test_task_of_no_organization_reads_no_organizations_data(self, cast):
        with pytest.raises(TenantContextMissing), transaction.atomic():
            worker.reading_without_a_scope.delay()

    def test_task_of_no_organization_starts_none_of_one(self, cast):
        with pytest.raises(TenantContextMissing):
            worker.starting_another_without_a_scope.delay()

    def test_called_as_a_function_it_needs_a_scope_too(self, cast):
        with pytest.raises(TenantContextMissing):
            worker.whose()
        with tenant_context(cast.north.pk):
            assert worker.whose() == str(cast.north.pk)

    def test_published_after_the_commit_it_knows_its_organization(self, committed_cast):
        results = []
        with tenant_context(committed_cast.south.pk):
            transaction.on_commit(lambda: results.append(worker.whose.delay().get()))

        assert results == [str(committed_cast.south.pk)]


# --- On a worker of its own, over the real Redis ---


@pytest.mark.xdist_group("processes")
def test_scope_travels_with_tasks_to_a_real_worker(committed_cast, tmp_path):
    """One worker for all of it: its start takes longer than the tasks."""
    program = ("-m", "celery", "-A", "tests.accounts.tenancy.worker", "worker", "--concurrency", "2")

    with running(*program, "--loglevel", "INFO", log=tmp_path / "log"):
        results = {}
        for organization in (committed_cast.north, committed_cast.south):
            with tenant_context(organization.pk):
                results[str(organization.pk)] = [
                    *(worker.whose.delay() for _ in range(10)),
                    chain(worker.whose.si(), worker.whose.s(), worker.whose.s()).delay(),
                    *group(worker.whose.si() for _ in range(3)).delay(),
                    chord([worker.whose.si() for _ in range(3)], worker.whose.s()).delay(),
                    worker.at_the_third_try.delay(),
                    worker.whose.apply_async(countdown=0.2),
                    worker.app.AsyncResult(worker.starting_another.delay().get(timeout=30)),
                ]
        for name, published in results.items():
            assert {result.get(timeout=30) for result in published} == {name}

        # Published past the task class, as a broken or foreign program would.
        refused = {
            "no header": worker.app.send_task(worker.whose.name),
            "no organization": worker.app.send_task(worker.whose.name, headers={HEADER: "north"}),
            "platform task": worker.reading_without_a_scope.delay(),
            "platform task that starts another": worker.starting_another_without_a_scope.delay(),
        }
        failures = {name: type(result.get(timeout=30, propagate=False)).__name__ for name, result in refused.items()}
        assert failures == {
            "no header": "TenantContextMissing",
            "no organization": "ValueError",
            "platform task": "TenantContextMissing",
            "platform task that starts another": "TenantContextMissing",
        }
        # And an organization that does not exist has no rows.
        unknown = worker.app.send_task(worker.whose.name, headers={HEADER: str(uuid.uuid4())})
        assert isinstance(unknown.get(timeout=30, propagate=False), AssertionError)
