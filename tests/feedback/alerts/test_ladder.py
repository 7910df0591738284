"""Clocks, rungs, quiet windows, snoozes: what nobody takes in hand climbs, by the working hours of its owner."""

from datetime import UTC, datetime, time, timedelta

import pytest

from accounts import worktime
from accounts.organizations.models import Employee
from accounts.tenancy.context import tenant_context
from feedback.alerts import actions, quiet
from feedback.alerts.models import Alert, AlertNotice, AlertRule, AlertSettings, Rung, Snooze
from feedback.interactions import actions as interactions
from feedback.interactions.models import Interaction

HOUR = timedelta(hours=1)


@pytest.fixture
def alert(house, now):
    """Somebody answers low; nobody but the owner is told at once."""
    with tenant_context(house.north.pk):
        AlertRule.objects.update(severity="attention")
    house.answer(3)
    with tenant_context(house.north.pk):
        return Alert.objects.get(rule__kind="low")


def later(alert):
    """Let the alert's time run out, and return when that was."""
    alert.refresh_from_db()
    moment = alert.due_at
    actions.climb(alert_id=alert.pk, now=moment)
    alert.refresh_from_db()
    return moment


def told(house, alert):
    names = AlertNotice.objects.filter(alert=alert).order_by("step", "employee__name")
    return [(one.step, one.employee.name.split()[0]) for one in names.select_related("employee")]


def test_what_nobody_takes_climbs_and_then_sounds_the_alarm(house, alert):
    with tenant_context(house.north.pk):
        owner = Employee.objects.select_related("organization").get(pk=alert.owner_id)
        assert told(house, alert) == [(0, "Maryna")]
        actions.climb(alert_id=alert.pk, now=alert.due_at - HOUR)  # too early
        assert told(house, alert) == [(0, "Maryna")]
        later(alert)
        assert (alert.rung, told(house, alert)[1:]) == (Rung.HEAD, [(1, "Hanna"), (1, "Maryna")])
        later(alert)
        assert (alert.rung, alert.is_stuck) == (Rung.TOP, False)
        assert {name for step, name in told(house, alert) if step == 2} == {"Alice", "Bob", "Hanna", "Maryna"}
        moment = later(alert)
        assert (alert.rung, alert.is_stuck) == (Rung.TOP, True)
        from accounts.organizations import queries as organizations

        week, place = organizations.work_week(owner), organizations.place(owner)
        assert worktime.work_between(moment, alert.due_at, week=week, place=place) == 24 * HOUR

        actions.acknowledge(alert=alert, by=owner, now=moment + HOUR)
        alert.refresh_from_db()
        assert not alert.is_stuck


@pytest.mark.parametrize("is_spoken_with", [True, False])
def test_client_is_to_be_spoken_with_in_time(cast, house, alert, is_spoken_with):
    with tenant_context(house.north.pk):
        actions.acknowledge(alert=alert, by=house.maryna.employee, now=alert.raised_at + HOUR)
        if is_spoken_with:
            talk = Interaction(client=house.client, channel="call", happened_at=alert.raised_at + HOUR)
            interactions.log(interaction=talk, people=[], by=house.maryna.employee, now=alert.raised_at + HOUR)
        later(alert)

        assert (alert.rung, alert.due_at is None) == ((Rung.OWNER, True) if is_spoken_with else (Rung.HEAD, False))


def test_snooze_is_ones_own_ends_and_stops_no_clock(house, alert):
    with tenant_context(house.north.pk):
        now = alert.raised_at
        actions.snooze(
            alert=alert, scope=Snooze.Scope.RULE, until=alert.due_at + HOUR, by=house.maryna.employee, now=now
        )
        later(alert)
        mine = AlertNotice.objects.get(alert=alert, employee=house.maryna.employee, step=1)
        assert mine.dropped_at
        assert AlertNotice.objects.get(alert=alert, employee=house.head.employee).email_id
        later(alert)
        assert AlertNotice.objects.get(alert=alert, employee=house.maryna.employee, step=2).email_id


def test_quiet_window_holds_back_all_but_the_serious(house, alert):
    with tenant_context(house.north.pk):
        at = datetime(2026, 11, 24, 20, tzinfo=UTC)  # 22:00 in Kyiv
        AlertSettings.objects.update(quiet_windows=[["1234567", "21:00", "08:00"]])
        Alert.objects.update(due_at=at)
        later(alert)
        waiting = AlertNotice.objects.get(alert=alert, employee=house.head.employee)
        assert (waiting.email_id, waiting.send_at) == (None, datetime(2026, 11, 25, 6, tzinfo=UTC))

        actions.send_waiting(employee_id=house.head.employee.pk, now=waiting.send_at)

        waiting.refresh_from_db()
        assert waiting.email_id


def test_windows_that_follow_on_each_other_hold_nothing_back_for_ever():
    always = quiet.windows_of([("1234567", "00:00", "12:00"), ("1234567", "12:00", "00:00")])
    at = datetime(2026, 11, 24, 20, tzinfo=UTC)

    assert quiet.after_quiet(at, windows=always, zone="Europe/Kyiv") == at
    night = quiet.windows_of([("2", "23:00", "06:00")])
    assert quiet.after_quiet(at + 2 * HOUR, windows=night, zone="Europe/Kyiv").time() == time(4)
