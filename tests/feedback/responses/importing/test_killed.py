"""A worker that is killed in the middle of an import of answers: the next one goes on, no answer is there twice."""

import pytest

from accounts.clients.models import Contact
from accounts.events.models import Event
from accounts.exchange.models import ImportJob, ImportRow
from accounts.tenancy.context import tenant_context
from feedback.responses.models import Response
from feedback.surveys.models import Survey
from tests.accounts.exchange.conftest import Importer
from tests.accounts.exchange.killed import kill_a_worker_halfway, let_the_next_one_finish
from tests.factories.accounts import a_client

pytestmark = pytest.mark.xdist_group("processes")

ROWS = 999
TABLE = "Date\tEmail\tClient\tNPS\tSurvey\n" + "".join(
    f"2024-0{1 + number % 3}-01\tp{number // 3}@acme.example\tAcme\t{number % 11}\tBefore\n" for number in range(ROWS)
)


def test_import_of_answers_goes_on_behind_the_killed_worker(committed_cast, client_of, tmp_path, monkeypatch, now):
    north, log = committed_cast.north, tmp_path / "log"
    with tenant_context(north.pk):
        a_client("Acme", by=committed_cast.alice.employee, now=now)
    alice = Importer(client_of(committed_cast.alice), committed_cast.alice, what="answers")
    alice.check(TABLE)
    alice.post(alice.url("run/"), {})
    monkeypatch.setenv("JOB_LEASE_SECONDS", "4")

    halfway = kill_a_worker_halfway(north, rows=ROWS, log=log)
    assert halfway.state == ImportJob.State.RUNNING
    with tenant_context(north.pk):
        assert Response.objects.count() == ImportRow.objects.exclude(outcome="").count() == halfway.done

    let_the_next_one_finish(north, log=log)

    with tenant_context(north.pk):
        assert Response.objects.count() == ROWS
        assert (Contact.objects.count(), Survey.objects.count()) == (ROWS // 3, 1)
        assert Event.objects.filter(kind="response.submitted").count() == ROWS
        assert set(ImportRow.objects.exclude(number=1).values_list("outcome", flat=True)) == {"create"}
