"""The timetable: each entry once per period, whoever asks, and no period lost."""

import threading
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError, connection

from accounts.jobs import actions as jobs
from accounts.jobs.models import Heartbeat, Job
from accounts.mail import actions as mail
from accounts.mail.models import OutgoingEmail
from accounts.organizations.models import Employee, Organization
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from accounts.tenancy.uuid7 import uuid7
from happiness import schedule, tasks

HOUR = timedelta(hours=1)
ran = []
failures = []


def note(*, now):
    """The action of these tests: one job for each organization, and a failure when one was ordered."""
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            jobs.enqueue(queue="noted", subject_id=uuid7(), now=now)
    ran.append(now)
    if failures:
        raise failures.pop()


@pytest.fixture(autouse=True)
def _nothing_ran():
    ran.clear()
    failures.clear()


def tick(now) -> bool:
    return jobs.run_recurring(name="note", every=HOUR, action=f"{__name__}.note", now=now)


def test_entry_runs_once_in_its_period(cast, now):
    assert tick(now)
    assert not tick(now)
    assert not tick(now + HOUR / 2)
    assert tick(now + HOUR)
    assert ran == [now, now + HOUR]
    assert Heartbeat.objects.get(name="note").ran_at == now + HOUR


def test_tick_may_come_a_little_early(cast, now):
    assert tick(now)
    assert not tick(now + HOUR * 0.89)
    assert tick(now + HOUR * 0.9)


def test_missed_periods_are_made_up_for_once(cast, now):
    assert tick(now)
    assert tick(now + 10 * HOUR)
    assert not tick(now + 10 * HOUR)


@pytest.mark.parametrize("jump", [HOUR / 2, -HOUR / 2, HOUR, -HOUR], ids=["on", "back", "an hour on", "an hour back"])
def test_clock_that_jumps_skips_no_period_and_doubles_none(cast, now, jump):
    """An hour forth in spring is an hour of local time: the timetable counts in UTC, and only a wrong clock jumps."""
    assert tick(now)
    moments = [now + jump + HOUR * step / 10 for step in range(31)]

    for moment in moments:
        tick(moment)

    assert 3 <= len(ran) <= 5
    assert all(HOUR * 0.9 <= later - earlier <= HOUR * 1.1 for earlier, later in pairwise(ran[1:]))


def write_digests(*, now):
    """A letter for each person and day of their organization's calendar, asked for every hour, as digests are."""
    ran.append(now)
    for organization_id in active_organization_ids():
        with tenant_context(organization_id):
            day = now.astimezone(ZoneInfo(Organization.objects.get().time_zone)).date()
            for reader in Employee.objects.filter(left_at=None):
                key = f"digest:{day}:{reader.pk}"
                mail.send("unknown_account", to=reader.email, language="uk", context={}, now=now, dedupe_key=key)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)], ids=["spring", "autumn"])
def test_night_in_which_the_clocks_are_changed_has_every_period_once(cast, day):
    """One hour of the night is missing, or comes twice; two clocks tick, the second three minutes ahead of the first."""
    for organization, zone in ((cast.north, "Europe/Kyiv"), (cast.south, "Europe/Lisbon")):
        with tenant_context(organization.pk):
            Organization.objects.update(time_zone=zone)
    begins = datetime.combine(day - timedelta(days=1), time(6), UTC)

    for minutes in range(0, 48 * 60, 10):
        for ahead in (0, 3):
            now = begins + timedelta(minutes=minutes + ahead)
            jobs.run_recurring(name="digests", every=HOUR, action=f"{__name__}.write_digests", now=now)

    assert [round((later - earlier) / HOUR) for earlier, later in pairwise(ran)] == [1] * 47
    days = [str(day + timedelta(days=number)) for number in (-1, 0, 1)]
    for organization in (cast.north, cast.south):
        with tenant_context(organization.pk):
            readers = Employee.objects.filter(left_at=None).count()
            found = Counter(key.split(":")[1] for key in OutgoingEmail.objects.values_list("dedupe_key", flat=True))
        assert found == dict.fromkeys(days, readers)
        assert Job.objects.filter(queue="mail", organization_id=organization.pk).count() == 3 * readers


def test_clock_that_was_wrong_for_a_moment_stops_nothing_for_ever(cast, now):
    assert tick(now + timedelta(days=365))

    assert tick(now)
    assert not tick(now + HOUR / 2)
    assert tick(now + HOUR)


def test_failed_action_is_tried_again_and_leaves_nothing(cast, now):
    failures.append(KeyError())
    with pytest.raises(KeyError):
        tick(now)
    assert not Job.objects.filter(queue="noted").exists()

    assert tick(now + timedelta(seconds=5))
    assert Job.objects.filter(queue="noted").count() == 2


def test_two_clocks_at_once_run_it_once(committed_cast, now):
    together, answers = threading.Barrier(4), []

    def clock():
        try:
            together.wait()
            answers.append(tick(now))
        finally:
            connection.close()

    threads = [threading.Thread(target=clock) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False, False, False, True]
    assert ran == [now]


def test_failing_entry_holds_up_no_other(cast, monkeypatch, caplog):
    failing = schedule.Recurring("failing", HOUR, f"{__name__}.note")
    monkeypatch.setattr(schedule, "TIMETABLE", [failing, schedule.Recurring("note", HOUR, f"{__name__}.note")])
    failures.append(KeyError())

    tasks.tick()

    beats = {beat.name: (beat.last_error, beat.ran_at > jobs.NEVER) for beat in Heartbeat.objects.all()}
    assert beats == {"failing": ("KeyError", False), "note": ("", True)}
    assert "recurring job failed" in caplog.text


def test_database_that_is_away_is_no_failure_of_the_entry(cast, monkeypatch):
    monkeypatch.setattr(schedule, "TIMETABLE", [schedule.Recurring("note", HOUR, f"{__name__}.note")])
    failures.append(OperationalError())

    with pytest.raises(OperationalError):
        tasks.tick()


def test_beat_sends_both_ticks_often_and_lets_old_ones_expire():
    beat = schedule.beat_schedule()

    assert {entry["task"] for entry in beat.values()} == {"happiness.tasks.tick", "accounts.tasks.drain_all"}
    assert all(entry["schedule"].total_seconds() == entry["options"]["expires"] <= 5 for entry in beat.values())


def test_heartbeat_says_how_it_failed_until_it_runs_again(cast, now):
    tick(now)
    failures.append(KeyError())
    with pytest.raises(KeyError):
        tick(now + HOUR)
    beat = Heartbeat.objects.get(name="note")
    assert (beat.ran_at, beat.failed_at, beat.last_error) == (now, now + HOUR, "KeyError")

    assert tick(now + HOUR)

    beat.refresh_from_db()
    assert (beat.ran_at, beat.failed_at, beat.last_error) == (now + HOUR, None, "")
