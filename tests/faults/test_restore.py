"""The restore drill of docs/operate.md: a dump under load, restored elsewhere, is whole and sends nothing by itself."""

import os
import shutil
import subprocess
from contextlib import closing

import psycopg2
import pytest
from psycopg2.sql import SQL, Identifier

from accounts import clock
from happiness.local import secrets
from happiness.local.paths import DataDir
from happiness.local.postgres import Postgres
from tests.faults.house import OWNER, PASSWORD, House
from tests.faults.visitor import Visitor
from tests.waiting import is_heard, wait_for

LETTERS, MORE = 80, 40
TABLES = """
SELECT oid::regclass::text FROM pg_class
WHERE relkind IN ('r', 'p') AND NOT relispartition
  AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
"""
SUM = "SELECT count(*), coalesce(sum(hashtextextended(one::text, 0)), 0) FROM {} AS one"

pytestmark = pytest.mark.xdist_group("faults")


def server(house):
    data = DataDir(house.root / "data")
    return Postgres(data, secrets.load(data))


def connect(house):
    return psycopg2.connect(host=str(server(house).folder), user="postgres", dbname="happiness")


def tool(house, program, *arguments, **files):
    postgres = server(house)
    environment = {"PATH": os.defpath, "LC_ALL": "C", "PGHOST": str(postgres.folder), "PGUSER": "postgres"}
    subprocess.run([postgres.bin / program, *arguments], env=environment, check=True, **files)


def sums(cursor):
    """Return the number of rows and their checksum by table."""
    cursor.execute(TABLES)
    found = {}
    for (table,) in cursor.fetchall():
        cursor.execute(SQL(SUM).format(Identifier(table)))
        found[table] = cursor.fetchone()
    return found


def dump(house, file):
    """Write a dump while the house works; return the sums of the moment that it shows."""
    with closing(connect(house)) as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
            with file.open("wb") as output:
                tool(house, "pg_dump", "--format=custom", f"--snapshot={snapshot}", "happiness", stdout=output)
            return sums(cursor)


def restore(house, file):
    options = ("--dbname=postgres", "--clean", "--if-exists", "--create", "--exit-on-error")
    with file.open("rb") as dumped:
        tool(house, "pg_restore", *options, stdin=dumped)
    with closing(connect(house)) as connection:
        return sums(connection.cursor())


def drained(house, **variables):
    """Do what is due, and return how many letters the mail server has taken."""
    house.start("drain", "manage.py", "drain", **variables)
    assert house.processes["drain"].wait() == 0
    return len(house.taken())


@pytest.fixture
def houses(folder):
    """Return the house that burns, and one on another machine that has its secrets and nothing else."""
    (folder / "new" / "data").mkdir(parents=True)
    old = House(folder)
    shutil.copy(DataDir(folder / "data").secrets, DataDir(folder / "new" / "data").secrets)
    new = House(folder / "new")
    yield old, new
    old.close()
    new.close()


def test_dump_under_load_is_restored_whole_and_sends_nothing_by_itself(houses, tmp_path):
    old, new = houses
    old.furnish()
    old.run("-m", "tests.faults.producer", "password_set", str(LETTERS))
    old.see_to_it()
    old.start("producer", "-m", "tests.faults.producer", "careful", str(MORE))
    wait_for(old.taken, "the first letter to leave")
    before = dump(old, tmp_path / "happiness.dump")
    wait_for(lambda: len(old.taken()) >= LETTERS, "the letters of the dump to leave after it")
    assert before["accounts_outgoingemail"][0] >= LETTERS
    old.close()

    assert restore(new, tmp_path / "happiness.dump") == before
    new.start("sink", "-m", "tests.faults.sink", str(new.smtp_port), str(new.archive))
    wait_for(lambda: is_heard(new.smtp_port), "the mail server")
    for proof in ("tenancy_audit", "verify_audit"):
        new.run("manage.py", proof)

    assert drained(new, MAIL_MODE="stopped") == 0
    with closing(connect(new)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_job SET run_at = now()")  # as if time had passed
    new.env["MAIL_RESTORED_AT"] = clock.real_now().isoformat()
    assert drained(new) == 0
    states, _held = new.states()
    assert states["held"] > 0
    assert states.keys() <= {"held", "sent"}

    new.start_web()
    visitor = Visitor(f"http://127.0.0.1:{new.web_port}")
    wait_for(lambda: is_heard(new.web_port), "the web server")
    assert visitor.sign_in(OWNER, PASSWORD)
    Visitor(visitor.server).post("/account/password/reset/", email=OWNER)
    assert drained(new) == 1
