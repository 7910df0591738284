"""Letters that should have left and have not: seen within minutes, told once a day, and never for what waits on purpose."""

from datetime import timedelta

import pytest
from django.db.models import F

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.jobs.models import Job
from accounts.mail import actions as mail
from accounts.mail import alarm
from accounts.mail.alarm import Overdue
from accounts.mail.models import SystemLetter
from accounts.tenancy.context import tenant_context

MINUTE = timedelta(minutes=1)
OPERATOR = "operator@house.example"


@pytest.fixture
def write(cast, now):
    """Write a letter of an organization (North's, unless told otherwise), due so many minutes ago."""

    def written(*, minutes=0, organization=cast.north, letter="staff_invitation", to="taras@client.example"):
        at = now - minutes * MINUTE
        with tenant_context(organization.pk):
            return mail.send(letter, to=to, language="en", context={}, now=at)

    return written


def let_time_pass(minutes):
    """Instead of waiting, everything in the ledger is moved into the past."""
    moved = minutes * MINUTE
    Job.objects.update(run_at=F("run_at") - moved, failing_since=F("failing_since") - moved)


def test_letter_is_overdue_when_nobody_takes_it(write, cast, now):
    write(minutes=4)
    assert alarm.overdue(now=now) == Overdue(0, None)
    write(minutes=6, organization=cast.south)
    write(minutes=9)

    assert alarm.overdue(now=now) == Overdue(2, now - 9 * MINUTE)
    assert alarm.overdue(now=now, organization_id=cast.south.pk) == Overdue(1, now - 6 * MINUTE)
    assert alarm.overdue(now=now, patience=timedelta(0)) == Overdue(3, now - 9 * MINUTE)


def test_letter_in_a_workers_hand_is_overdue_when_the_worker_has_died(write, now):
    write(minutes=9)
    Job.objects.update(leased_until=now + MINUTE)
    assert alarm.overdue(now=now).letters == 0

    assert alarm.overdue(now=now + 2 * MINUTE).letters == 1


def test_tries_while_the_server_is_away_do_not_hide_it(write, settings, now):
    settings.EMAIL_PORT = 1
    write()
    for _ in range(7):
        jobs.drain(queue="mail", now=clock.real_now)
        let_time_pass(1)

    found = alarm.overdue(now=now)

    assert found.letters == 1
    assert found.since < now - 5 * MINUTE
    assert Job.objects.get(queue="mail").last_error.startswith("the mail server is away: ConnectionRefusedError")


def test_letters_that_wait_on_purpose_raise_no_alarm(write, cast, now):
    with tenant_context(cast.north.pk):
        mail.stop_sending(by=cast.alice.employee, now=now)
    write()
    for _ in range(7):
        jobs.drain(queue="mail", now=clock.real_now)
        let_time_pass(1)

    jobs.drain(queue="mail", now=clock.real_now)

    assert Job.objects.get(queue="mail").failing_since < now - 5 * MINUTE
    assert alarm.overdue(now=clock.real_now()) == Overdue(0, None)


def test_operator_hears_of_it_once_a_day(write, settings, mailbox, now):
    settings.OPERATOR_EMAIL, settings.OPERATOR_LANGUAGE = OPERATOR, "uk"
    write(minutes=20, to="later@client.example")
    write(minutes=9)

    for minute in range(3):
        alarm.watch(now=now + minute * MINUTE)

    (letter,) = mailbox.to(OPERATOR)
    assert "2" in letter["Subject"]
    assert "manage.py doctor" in letter.get_body(("plain",)).get_content()
    assert mailbox.received[0]["To"] == OPERATOR  # before everything that waits
    write(minutes=9)
    alarm.watch(now=now + timedelta(days=1, minutes=1))
    assert SystemLetter.objects.filter(letter="mail_alarm").count() == 2


def test_without_an_operator_only_the_log_hears_of_it(write, now, caplog):
    alarm.watch(now=now)
    assert caplog.records == []
    write(minutes=9)

    alarm.watch(now=now)

    assert [record.message for record in caplog.records] == ["letters do not leave"]
    assert not SystemLetter.objects.exists()
