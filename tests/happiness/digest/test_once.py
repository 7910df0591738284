"""One digest for each reader and week: under two clocks at once, in the nights of summer time, beside one that fails."""

import threading
import zoneinfo
from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import connection

from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail.models import LetterIssue, OutgoingEmail
from accounts.organizations.models import DigestPreference, Organization
from accounts.tenancy.context import tenant_context
from happiness.digest import actions
from journeys.decisions import actions as decisions
from journeys.decisions.models import Decision
from tests.happiness.conftest import local

KYIV = zoneinfo.ZoneInfo("Europe/Kyiv")
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def issues(organization):
    with tenant_context(organization.pk):
        letters = OutgoingEmail.objects.filter(letter="digest").count()
        assert letters == LetterIssue.objects.count()
        return letters


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_each_digest_once(committed_cast, monday):
    start, counts = threading.Barrier(2), []

    def work():
        start.wait()
        try:
            with tenant_context(committed_cast.north.pk):
                counts.append(actions.send_due(now=monday))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(counts) == 2  # both of them came to an end
    assert len(counts) == 2
    assert issues(committed_cast.north) == 2


@pytest.mark.django_db
def test_two_clocks_ask_twice_and_one_issue_is_written(cast, monday):
    for _clock in range(2):
        actions.request_digests(now=monday)
    jobs.drain(queue=actions.QUEUE, now=lambda: monday + timedelta(seconds=1))
    for back in (HOUR, -HOUR):  # a clock that jumps
        actions.request_digests(now=monday + back)
        jobs.drain(queue=actions.QUEUE, now=lambda moment=monday + back: moment + timedelta(seconds=1))

    assert issues(cast.north) == 2
    assert issues(cast.south) == 1


def changes_of_the_clock(now):
    """Return the next two days on which the clocks of Kyiv change."""
    noon = datetime.combine(local(now), time(12), KYIV)
    days = [noon + number * DAY for number in range(7, 400)]
    return [day.date() for day in days if day.utcoffset() != (day - DAY).utcoffset()][:2]


@pytest.mark.django_db
@pytest.mark.parametrize("which", [0, 1])
def test_hour_that_the_clocks_skip_or_repeat_brings_one(cast, now, which):
    day = changes_of_the_clock(now)[which]
    with tenant_context(cast.north.pk):
        DigestPreference.objects.create(employee=cast.alice.employee, is_wanted=False)
        DigestPreference.objects.create(employee=cast.bob.employee, weekday=day.isoweekday(), hour=3)
    midnight = datetime.combine(day, time(), KYIV).astimezone(UTC)
    sent = []
    for number in range(24 * 4):
        moment = midnight + number * timedelta(minutes=15)
        with tenant_context(cast.north.pk):
            sent += [moment.astimezone(KYIV)] * actions.send_due(now=moment)

    assert len(sent) == 1
    assert sent[0].date() == day
    assert sent[0].hour in {3, 4}  # four where there is no three


@pytest.mark.django_db
def test_organization_that_fails_holds_up_no_other_and_is_served_when_it_is_mended(cast, monday, now):
    with tenant_context(cast.north.pk):
        Organization.objects.update(time_zone="Nowhere/Land")  # its figures cannot be counted
    actions.request_digests(now=monday)
    jobs.drain(queue=actions.QUEUE, now=lambda: monday + timedelta(seconds=1))

    assert (issues(cast.north), issues(cast.south)) == (0, 1)
    assert Job.objects.get(queue=actions.QUEUE).last_error == "ZoneInfoNotFoundError"  # metrics count it
    with tenant_context(cast.north.pk):
        Organization.objects.update(time_zone="Europe/Kyiv")
    jobs.drain(queue=actions.QUEUE, now=lambda: monday + HOUR)
    assert (issues(cast.north), issues(cast.south)) == (2, 1)


@pytest.mark.django_db
def test_reader_whose_digest_cannot_be_told_holds_up_no_other(cast, monday, now, caplog):
    with tenant_context(cast.north.pk):
        row = Decision(question="What?", asked_of=cast.bob.employee, due_on=local(monday))
        decisions.ask(decision=row, by=cast.carol.employee, now=now)
        Decision.objects.update(choices=[["a word that nobody knows", ""]])

        assert actions.send_due(now=monday) == 1
        assert OutgoingEmail.objects.get(letter="digest").to_address == "alice@north.example"
    assert issues(cast.north) == 1
    assert "a digest could not be written" in caplog.text
