"""The missed-digest alarm: whoever can mend it hears of it once, in their own words, and nobody for what waits on purpose."""

import logging
from datetime import timedelta

import pytest

from accounts.jobs import actions as jobs
from accounts.mail import render
from accounts.mail.models import LetterIssue, OutgoingEmail, SenderProfile, State, SystemLetter
from accounts.organizations.models import DigestPreference, Employee, Organization
from accounts.tenancy.context import tenant_context
from happiness import doctor
from happiness.digest import actions, alarm
from tests.happiness.conftest import local

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def broken(cast):
    """Bob lives in a zone that nobody knows: his digest cannot be written."""
    with tenant_context(cast.north.pk):
        Employee.objects.filter(pk=cast.bob.employee.pk).update(time_zone="Nowhere/Land")
        Employee.objects.filter(pk=cast.dave.employee.pk).update(language="uk")


def look(moment):
    """Let the timetable ask, and the ledger do what is due a while later."""
    alarm.request_looks(now=moment)
    jobs.drain(queue=alarm.QUEUE, now=lambda: moment + HOUR)


def send(cast, moment):
    with tenant_context(cast.north.pk):
        return actions.send_due(now=moment)


def alarms(cast):
    with tenant_context(cast.north.pk):
        rows = list(OutgoingEmail.objects.filter(letter="digest_missed").order_by("to_address"))
        return {row.to_address: render.written(row) for row in rows}


def count(cast):
    with tenant_context(cast.north.pk):
        return OutgoingEmail.objects.filter(letter="digest_missed").count()


def test_owner_administrator_and_operator_are_told_once(cast, busy, monday, broken, settings, caplog):
    settings.OPERATOR_EMAIL = "operator@house.example"
    assert send(cast, monday) == 1
    with tenant_context(cast.north.pk):
        OutgoingEmail.objects.filter(letter="digest").update(state=State.SENT)
    look(monday + 4 * HOUR)
    assert count(cast) == 0
    for hours in (9, 10, 30):
        look(monday + hours * HOUR)

    found = alarms(cast)
    assert set(found) == {"alice@north.example", "dave@north.example"}
    assert found["alice@north.example"].subject == "1 weekly digest did not come"
    assert "Bob Berg" in found["alice@north.example"].text
    assert cast.alice.url("digests/") in found["alice@north.example"].html
    assert "Bob Berg" in found["dave@north.example"].html
    assert "did not come" not in found["dave@north.example"].subject  # in the reader's own language
    assert SystemLetter.objects.filter(letter="digest_alarm").count() == 1
    assert "digests did not come" in [one.message for one in caplog.records if one.levelno == logging.ERROR]
    look(monday + timedelta(days=7, hours=9))
    assert count(cast) == 4  # of the next week each hears again


def test_letter_that_does_not_leave_is_told_of(cast, busy, monday):
    assert send(cast, monday) == 2
    with tenant_context(cast.north.pk):
        OutgoingEmail.objects.filter(letter="digest", to_address="alice@north.example").update(state=State.SENT)
        OutgoingEmail.objects.filter(letter="digest", to_address="bob@north.example").update(state=State.FAILED)
    look(monday + 4 * HOUR)
    assert count(cast) == 0
    look(monday + 7 * HOUR)
    look(monday + 9 * HOUR)

    found = alarms(cast)
    assert set(found) == {"alice@north.example", "dave@north.example"}
    assert "Bob Berg" in found["dave@north.example"].text
    assert "Alice Ahlberg" not in found["dave@north.example"].text
    assert cast.dave.url("settings/mail/") in found["dave@north.example"].text


def test_nobody_is_told_of_what_waits_on_purpose(cast, busy, monday, now):
    with tenant_context(cast.north.pk):
        DigestPreference.objects.create(employee=cast.alice.employee, is_wanted=False)
        paused = DigestPreference.objects.create(
            employee=cast.bob.employee, paused_until=local(monday) + timedelta(days=3)
        )
    look(monday + 7 * HOUR)
    assert count(cast) == 0

    with tenant_context(cast.north.pk):
        DigestPreference.objects.filter(pk=paused.pk).update(paused_until=None)
        assert actions.send_due(now=monday) == 1
        SenderProfile.objects.update_or_create(defaults={"stopped_at": now})
    look(monday + 7 * HOUR)
    assert count(cast) == 0

    with tenant_context(cast.north.pk):
        LetterIssue.objects.all().delete()
        Organization.objects.update(is_demo=True)
    look(monday + 7 * HOUR)
    assert count(cast) == 0


def test_doctor_counts_what_did_not_come(cast, broken, monkeypatch, monday):
    monkeypatch.setattr("accounts.clock.real_now", lambda: monday + 9 * HOUR)

    found = next(one for one in doctor.examine() if one.part == "weekly digests")
    assert (found.state, found.says) == ("fault", "3 of this week should have left hours ago")  # Alice, Bob, Mallory
