"""A worker that ended by itself, and nobody starts it again: the alarm watches the work, not the worker."""

import os
import signal
from datetime import timedelta

import pytest
from django.conf import settings as django_settings

from accounts import clock
from accounts.mail import actions as mail
from accounts.mail import alarm
from accounts.mail.models import SystemLetter
from accounts.tenancy.context import tenant_context
from tests.accounts.jobs.processes import running
from tests.waiting import wait_for

OPERATOR, MINUTE = "operator@house.example", timedelta(minutes=1)


@pytest.mark.xdist_group("processes")
def test_alarm_after_five_minutes_and_everything_leaves_when_a_worker_is_back(
    committed_cast, mailbox, settings, tmp_path, caplog
):
    settings.OPERATOR_EMAIL = OPERATOR
    log, address = tmp_path / "log", {"EMAIL_URL": f"smtp://127.0.0.1:{django_settings.EMAIL_PORT}"}

    def write(*readers):
        with tenant_context(committed_cast.north.pk):
            for to in readers:
                mail.send("unknown_account", to=to, language="uk", context={"email": to}, now=clock.real_now())

    def taken() -> list[str]:
        return [letter["To"] for letter in mailbox.received]

    write("first@client.example")
    with running("manage.py", "drain", "--loop", log=log, **address) as worker:
        wait_for(lambda: taken() == ["first@client.example"], log)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    write("second@client.example", "third@client.example")
    died = clock.real_now()

    for minutes in (0, 2, 4.9):
        alarm.watch(now=died + minutes * MINUTE)
    assert not SystemLetter.objects.exists()
    alarm.watch(now=died + 5.1 * MINUTE)

    assert [record.message for record in caplog.records if record.name == alarm.__name__] == ["letters do not leave"]
    assert SystemLetter.objects.get().to_address == OPERATOR
    with running("manage.py", "drain", "--loop", log=log, **address):
        wait_for(lambda: len(taken()) == 4, log)
    assert sorted(taken()[1:]) == [OPERATOR, "second@client.example", "third@client.example"]
    assert alarm.overdue(now=died + 5.1 * MINUTE).letters == 0
