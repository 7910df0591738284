"""What a letter costs on its way out, against SMTP itself. `make bench dispatch` measures the same in letters a second."""

import time

import psutil
import pytest
from django.db import connection

from accounts.mail import smtp
from accounts.mail.models import OutgoingEmail, State
from accounts.tenancy.context import tenant_context
from tests.benchmarks import dispatch

LETTERS, ROUNDS = 100, 3
# Of the processor time of this process and the database's: letters a second say more about the disk, and about who else uses
# the machine. Measured 0.06 (twelve others at work on two cores) to 0.15; with templates rendered for each letter and a
# round trip for each statement 0.02.
BAR = 0.035


@pytest.fixture
def sink(settings):
    sink = dispatch.Sink()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", sink.port
    yield sink
    smtp.connection().close()
    sink.close()


class Spent:
    """Processor time of this process and of the database's process that serves it, in seconds."""

    def __init__(self):
        connection.ensure_connection()
        self.database = psutil.Process(connection.connection.get_backend_pid())

    def now(self):
        times = self.database.cpu_times()
        return time.process_time() + times.user + times.system

    def by(self, work):
        before = self.now()
        work()
        return self.now() - before


def test_letter_costs_not_much_more_than_smtp_itself(committed_cast, sink):
    spent, content = Spent(), dispatch.prebuilt()
    dispatch.outbox(20, 0)
    ratios = []
    for turn in range(ROUNDS):
        bare = spent.by(lambda: dispatch.raw(sink.port, content, LETTERS))
        ratios.append(bare / spent.by(dispatch.writing(LETTERS, 1000 * (turn + 1))))

    assert max(ratios) >= BAR, ratios


def test_one_round_trip_and_one_commit_for_each_letter(committed_cast, sink):
    asked = []

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    def questions(count, offset):
        send = dispatch.writing(count, offset)
        asked.clear()
        with connection.execute_wrapper(note):
            send()
        return len(asked)

    dispatch.outbox(20, 0)  # plans are made, templates are read
    assert questions(20, 2000) - questions(10, 1000) == 10

    with tenant_context(committed_cast.north.pk):
        assert OutgoingEmail.objects.filter(state=State.SENT).count() == 50
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(DISTINCT xmin::text) FROM accounts_outgoingemail")
            assert cursor.fetchone() == (50,)


def test_no_step_of_a_letter_writes_into_an_index(committed_cast, sink):
    """Each of its two steps finds room beside the row (HOT); an index over what a step changes would end that."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
            WHERE indrelid = 'accounts_outgoingemail'::regclass"""
        )
        indexed = {name for (name,) in cursor.fetchall()}
    assert "to_address" in indexed
    assert not indexed & {"state", "claim", "attempts", "attempted_at", "sent_at", "subject", "context", "reason"}

    def updates() -> tuple[int, int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_force_next_flush()")
            cursor.execute(
                "SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables WHERE relname = 'accounts_outgoingemail'"
            )
            return cursor.fetchone()

    before = updates()
    dispatch.outbox(100, 0)
    every, beside = (after - earlier for earlier, after in zip(before, updates(), strict=True))

    assert every == 200
    # An index would leave none; how many find room depends on when the server tidies the pages.
    assert beside > 0.25 * every
