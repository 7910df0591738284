"""A worker that is killed in the middle of an import: the next one goes on, no row is there half or twice."""

import pytest

from accounts.clients.models import Client, Contact, ContactRole, Position
from accounts.events.models import Event
from accounts.exchange.models import ImportJob, ImportRow
from accounts.tenancy.context import tenant_context
from tests.accounts.exchange.conftest import Importer
from tests.accounts.exchange.killed import kill_a_worker_halfway, let_the_next_one_finish

pytestmark = pytest.mark.xdist_group("processes")

ROWS = 999
TABLE = "Client\tName\tEmail\tRole\n" + "".join(
    f"Client {number // 3}\tPerson {number}\tp{number}@client.example\tuser\n" for number in range(ROWS)
)


def test_import_goes_on_behind_the_killed_worker(committed_cast, client_of, tmp_path, monkeypatch):
    north, log = committed_cast.north, tmp_path / "log"
    alice = Importer(client_of(committed_cast.alice), committed_cast.alice)
    alice.check(TABLE)
    alice.post(alice.url("run/"), {})
    monkeypatch.setenv("JOB_LEASE_SECONDS", "4")

    halfway = kill_a_worker_halfway(north, rows=ROWS, log=log)
    assert halfway.state == ImportJob.State.RUNNING
    with tenant_context(north.pk):
        assert Contact.objects.count() == ImportRow.objects.exclude(outcome="").count() == halfway.done

    done = let_the_next_one_finish(north, log=log)

    with tenant_context(north.pk):
        assert [model.objects.count() for model in (Contact, Position, ContactRole)] == [ROWS] * 3
        assert Client.objects.count() == ROWS // 3
        assert Event.objects.filter(kind="contact.created").count() == ROWS
        assert set(ImportRow.objects.exclude(number=1).values_list("outcome", flat=True)) == {"create"}
    assert done.counts == {"create": ROWS, "client.create": ROWS // 3, "person.create": ROWS}
