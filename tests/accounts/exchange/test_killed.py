"""A worker that is killed in the middle of an import: the next one goes on, no row is there half or twice."""

import os
import signal

import pytest

from accounts.clients.models import Client, Contact, ContactRole, Position
from accounts.events.models import Event
from accounts.exchange.models import ImportJob, ImportRow
from accounts.tenancy.context import tenant_context
from tests.accounts.exchange.conftest import Importer
from tests.accounts.jobs.processes import running
from tests.waiting import wait_for

pytestmark = pytest.mark.xdist_group("processes")

ROWS = 1500
TABLE = "Client\tName\tEmail\tRole\n" + "".join(
    f"Client {number // 3}\tPerson {number}\tp{number}@client.example\tuser\n" for number in range(ROWS)
)


def job_of(organization) -> ImportJob:
    with tenant_context(organization.pk):
        return ImportJob.objects.get()


def test_import_goes_on_behind_the_killed_worker(committed_cast, client_of, tmp_path, monkeypatch):
    north, log = committed_cast.north, tmp_path / "log"
    alice = Importer(client_of(committed_cast.alice), committed_cast.alice)
    alice.check(TABLE)
    alice.post(alice.url("run/"), {})
    monkeypatch.setenv("JOB_LEASE_SECONDS", "4")

    with running("manage.py", "drain", "--loop", log=log) as worker:
        wait_for(lambda: 0 < job_of(north).done < ROWS, log)
        os.kill(worker.pid, signal.SIGKILL)
        worker.wait()
    halfway = job_of(north)
    assert halfway.state == ImportJob.State.RUNNING
    with tenant_context(north.pk):
        assert Contact.objects.count() == ImportRow.objects.exclude(outcome="").count() == halfway.done

    with running("manage.py", "drain", "--loop", log=log):
        wait_for(lambda: job_of(north).state == ImportJob.State.DONE, log)

    with tenant_context(north.pk):
        assert [model.objects.count() for model in (Contact, Position, ContactRole)] == [ROWS] * 3
        assert Client.objects.count() == ROWS // 3
        assert Event.objects.filter(kind="contact.created").count() == ROWS
        assert set(ImportRow.objects.exclude(number=1).values_list("outcome", flat=True)) == {"create"}
        assert job_of(north).counts == {"create": ROWS, "client.create": ROWS // 3, "person.create": ROWS}
