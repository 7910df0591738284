"""What time it is: the real time, or a demo organization's own."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts import clock
from accounts.events import actions as events
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from tests.factories.accounts import a_client

NOW_AND_THEN = timedelta(seconds=5)


def step(organization: Organization, offset: timedelta) -> None:
    with tenant_context(organization.pk):
        Organization.objects.update(is_demo=True, clock_offset=offset)


def test_organization_has_the_real_time(cast):
    with tenant_context(cast.north.pk):
        assert abs(clock.now() - clock.real_now()) < NOW_AND_THEN


def test_demo_organization_has_its_own_time_and_others_do_not(cast):
    step(cast.north, timedelta(days=-30))

    with tenant_context(cast.north.pk):
        assert abs(clock.now() + timedelta(days=30) - clock.real_now()) < NOW_AND_THEN
        assert abs(clock.real_now() - clock.now() - timedelta(days=30)) < NOW_AND_THEN
    with tenant_context(cast.south.pk):
        assert abs(clock.now() - clock.real_now()) < NOW_AND_THEN
    assert abs(clock.now() - clock.real_now()) < NOW_AND_THEN


def test_time_goes_on_and_is_asked_for_once_in_a_scope(cast):
    step(cast.north, timedelta(days=3))

    with tenant_context(cast.north.pk), CaptureQueriesContext(connection) as queries:
        assert clock.now() <= clock.now()
    assert len(queries) == 1


def test_step_is_seen_by_the_next_scope(cast):
    with tenant_context(cast.north.pk):
        assert abs(clock.now() - clock.real_now()) < NOW_AND_THEN
    step(cast.north, timedelta(days=1))
    with tenant_context(cast.north.pk):
        assert clock.now() - clock.real_now() > timedelta(hours=23)


def test_what_happens_on_a_later_day_of_a_demo_is_worked_on_at_once(cast):
    step(cast.north, timedelta(days=7))
    with tenant_context(cast.north.pk):
        a_client("Nordwerk", by=cast.alice.employee, now=clock.now())

    jobs.drain(queue=events.QUEUE, now=clock.real_now)
    assert not Job.objects.filter(queue=events.QUEUE).exists()


def test_scope_of_an_organization_that_is_being_founded_has_the_real_time(db):
    with tenant_context("01a20106-ad2c-7bf0-891e-673dc8a2bc02"):
        assert abs(clock.now() - clock.real_now()) < NOW_AND_THEN


def test_time_is_aware_and_in_utc():
    assert clock.real_now().utcoffset() == timedelta(0)


def test_only_a_demo_organization_may_step_its_clock(cast):
    with tenant_context(cast.north.pk), pytest.raises(IntegrityError), transaction.atomic():
        Organization.objects.update(is_demo=False, clock_offset=timedelta(days=1))
