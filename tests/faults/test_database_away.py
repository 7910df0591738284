"""The database goes away and comes back; and it commits, but its answer is lost."""

import pytest
from django.contrib.auth.hashers import ScryptPasswordHasher

from accounts.mail.models import OutgoingEmail, State
from accounts.tenancy.context import tenant_context
from happiness.local import ports
from tests.accounts.jobs.processes import environment, running, web_server
from tests.cast import PASSWORD
from tests.faults.line import line
from tests.faults.visitor import Visitor
from tests.waiting import PATIENCE, wait_for

PAGE, LETTERS = "/o/north/settings/people/", 12

pytestmark = pytest.mark.xdist_group("processes")


@pytest.fixture
def database():
    with line() as made:
        yield made


@pytest.fixture
def through(database) -> dict[str, str]:
    """Return the variables of a process that reaches the test's database by the line."""
    return {"DATABASE_URL": database.url_of(environment()["DATABASE_URL"])}


def test_web_says_503_while_the_database_is_away_and_recovers_by_itself(committed_cast, database, through, tmp_path):
    user = committed_cast.alice.user
    user.password = ScryptPasswordHasher().encode(PASSWORD, "salt")
    user.save()

    with web_server(log=tmp_path / "log", **through) as server:
        visitor, probe = Visitor(server), Visitor(server)
        assert visitor.sign_in(user.email, PASSWORD)
        visitor.get(PAGE)
        assert visitor.statuses[-1] == 200

        for _ in range(2):
            database.cut()
            for _ in range(3):
                assert "<h1" in visitor.get(PAGE)
                assert (visitor.statuses[-1], visitor.headers["Retry-After"]) == (503, "10")
            probe.get("/livez")
            probe.get("/readyz")
            assert probe.statuses[-2:] == [200, 503]

            database.mend()
            for _ in range(3):  # each thread had a connection
                assert "Alice Ahlberg" in visitor.get(PAGE)
            probe.get("/readyz")
            assert probe.statuses[-1] == 200


def test_lost_answer_to_a_commit_makes_neither_a_second_row_nor_a_second_letter(
    committed_cast, database, through, tmp_path
):
    """Writer and sender both: each asks again, under the same key and under its own claim."""
    archive, log, port = tmp_path / "archive" / "all.eml", tmp_path / "log", ports.any_free()
    archive.parent.mkdir()
    database.lose_every = 4
    mail = {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "JOB_LEASE_SECONDS": "3"}
    mail["MAIL_EVIDENCE"] = f"folder://{archive.parent}"

    def states() -> list[str]:
        found = []
        for organization in (committed_cast.north, committed_cast.south):
            with tenant_context(organization.pk):
                found += OutgoingEmail.objects.values_list("state", flat=True)
        return found

    with running("-m", "tests.faults.producer", "password_set", str(LETTERS), log=log, **through) as producer:
        assert producer.wait(PATIENCE) == 0
    assert database.lost >= 3
    assert states() == [State.PENDING] * LETTERS

    database.lost, database.lose_every = 0, 8
    with (
        running("-m", "tests.faults.sink", str(port), str(archive), log=log),
        running("manage.py", "drain", "--loop", log=log, **through, **mail),
    ):
        wait_for(lambda: states() == [State.SENT] * LETTERS, log)

    assert database.lost >= 2
    taken = archive.read_text().splitlines()
    assert len(taken) == len(set(taken)) == LETTERS
