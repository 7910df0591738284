"""A worker that is killed again and again between a low answer and the letters: one alert, one letter for everybody."""

import itertools
import os
import signal
from collections import defaultdict
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts import clock
from accounts.jobs import actions as jobs
from accounts.tenancy.context import tenant_context
from feedback.alerts.models import Alert, AlertNotice
from tests.factories.feedback import an_invitation
from tests.feedback.alerts.conftest import furnish, text_of

pytestmark = pytest.mark.xdist_group("processes")

STEPS = range(3, 700, 9)  # the statement before which a worker dies
LEASE = timedelta(minutes=20)


def drain(turn):
    """Do what is due, when every lease of those who died is over."""
    jobs.drain_all(now=lambda: clock.real_now() + turn * LEASE)


def dies_at(number, turn):
    """Let another process work until its statement of this number, and kill it there; tell whether it came so far."""
    pid = os.fork()
    if pid == 0:
        _ours = connection.connection  # kept, so that it is not closed for both
        connection.connection = None
        count = itertools.count()

        def fail(execute, *arguments):
            if next(count) == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return execute(*arguments)

        with connection.execute_wrapper(fail):
            drain(turn)
        os._exit(0)
    return os.WIFSIGNALED(os.waitpid(pid, 0)[1])


def test_killed_at_every_step_there_is_one_alert_and_one_letter(committed_cast, now, mailbox):
    house = furnish(committed_cast, now)
    with tenant_context(house.north.pk):
        _row, token = an_invitation(
            to=house.people["Taras"], version=_version(), by=committed_cast.alice.employee, now=clock.real_now()
        )
    assert Client().post(f"/s/{token}/", {"recommend": "2"}).status_code == 303

    killed = sum(dies_at(number, turn) for turn, number in enumerate(STEPS, start=1))
    drain(len(STEPS) + 2)

    assert killed > 10
    with tenant_context(house.north.pk):
        assert Alert.objects.filter(rule__kind="low").count() == 1
        told = list(AlertNotice.objects.filter(alert__rule__kind="low").values_list("employee", flat=True))
    assert len(told) == len(set(told)) == 4
    letters = defaultdict(list)
    for letter in mailbox.received:
        if "/a/" in text_of(letter):
            letters[letter["To"]].append(letter["Message-ID"])
    assert len(letters) == 4
    # Between the relay's yes and our note of it a death may send a letter twice: under one Message-ID.
    assert all(len(set(ids)) == 1 for ids in letters.values())
    assert sum(len(ids) - 1 for ids in letters.values()) <= killed


def _version():
    from feedback.surveys.models import SurveyVersion

    return SurveyVersion.objects.get()
