"""The servers of a data dir and their keeper, without Django."""

import contextlib
import fcntl
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg2
import pytest

from happiness.local import LocalError, paths, ports, postgres, redis, secrets, servers, state
from happiness.local.paths import CHECKOUT, DataDir
from tests.happiness.local.conftest import clean_environ, processes_of, redis_of
from tests.waiting import wait_for

pytestmark = pytest.mark.xdist_group("servers")

USER = """
import json, sys
from pathlib import Path
from happiness.local import servers
env = servers.ensure(Path(sys.argv[1]), sys.argv[2:])
print(json.dumps(env), flush=True)
sys.stdin.read()
"""


class User:
    """A process that uses servers until its input ends."""

    def __init__(self, folder: Path, *need: str, user: str | None = None) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER, str(folder), *(need or state.SERVERS)],
            cwd=CHECKOUT,
            env=clean_environ(HOME="/nonexistent"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            user=user,
        )

    def env(self) -> dict[str, str]:
        line = self.process.stdout.readline()
        assert line, self.process.stderr.read()
        return json.loads(line)

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    def leave(self) -> int:
        self.process.communicate("")
        return self.process.returncode


@pytest.fixture
def using() -> Iterator:
    users = []

    def use(*arguments: object, **options: object) -> User:
        users.append(User(*arguments, **options))
        return users[-1]

    yield use
    for user in users:
        user.kill()


def answer(url: str, question: str = "SELECT current_user") -> str:
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]


def nobody_can_run() -> bool:
    """Only root can become somebody else, who must be able to read this checkout and its Python."""
    try:
        subprocess.run([sys.executable, "-c", ""], cwd=CHECKOUT, user="nobody", check=True)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def names_of(folder: Path) -> list[str]:
    return [" ".join(one.info["cmdline"])[:100] for one in processes_of(folder)]


def all_gone(folder: Path) -> None:
    wait_for(lambda: not processes_of(folder), f"the end of {names_of(folder)}")


def keeper_of(folder: Path) -> psutil.Process:
    (keeper,) = (one for one in processes_of(folder) if "happiness.local.keeper" in one.info["cmdline"])
    return keeper


def test_a_user_gets_working_servers_and_leaves_nothing_behind(place: Path, using) -> None:
    user = using(place)
    env = user.env()
    assert answer(env["DATABASE_URL"]) == "happiness_app"
    assert answer(env["DATABASE_OWNER_URL"]) == "happiness_owner"
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(env["DATABASE_URL"], password="wrong")
    with pytest.raises(psycopg2.OperationalError, match=r"no pg_hba.conf entry|password"):
        psycopg2.connect(env["DATABASE_URL"], user="somebody")
    assert user.leave() == 0
    all_gone(place)


def test_the_database_sorts_and_folds_alike_on_every_machine(place: Path, using) -> None:
    env = using(place, "postgres").env()
    assert answer(env["DATABASE_URL"], "SELECT lower('ЇЖАК')") == "їжак"
    assert answer(env["DATABASE_URL"], "SELECT datlocprovider FROM pg_database WHERE datname = 'happiness'") == "b"


def test_the_last_to_leave_turns_off_the_light(place: Path, using) -> None:
    first, second = using(place), using(place)  # at the same moment: only one of them may start the keeper
    env = first.env()
    assert second.env() == env
    first.leave()
    assert answer(env["DATABASE_URL"]) == "happiness_app"
    second.kill()
    all_gone(place)


def test_data_and_addresses_stay_for_the_next_user(place: Path, using) -> None:
    user = using(place)
    env = user.env()
    with contextlib.closing(psycopg2.connect(env["DATABASE_OWNER_URL"])) as connection, connection:
        connection.cursor().execute("CREATE TABLE kept AS SELECT 7 AS number")
    user.kill()
    all_gone(place)
    again = using(place).env()
    assert again == env
    assert answer(again["DATABASE_OWNER_URL"], "SELECT number FROM kept") == 7


def test_a_killed_keeper_is_replaced_and_addresses_stay(place: Path, using) -> None:
    env = using(place).env()
    keeper = keeper_of(place)
    keeper.kill()
    assert using(place).env() == env
    assert keeper_of(place).pid != keeper.pid
    assert answer(env["DATABASE_URL"]) == "happiness_app"


@pytest.mark.parametrize("name", ["postgres", "redis-server", "happiness.local.mailbox"])
def test_a_killed_server_is_started_again_at_the_same_address(place: Path, using, name: str) -> None:
    env = using(place).env()
    victim = next(one for one in [redis_of(env), *processes_of(place)] if name in " ".join(one.info["cmdline"][:3]))
    victim.kill()
    wait_for(lambda: not psutil.pid_exists(victim.pid), "its end")
    assert using(place).env() == env


def test_redis_wants_the_password_and_listens_on_the_loopback_only(place: Path, using) -> None:
    env = using(place, "redis").env()
    server = redis_of(env)
    assert {one.laddr.ip for one in server.net_connections() if one.status == "LISTEN"} == {"127.0.0.1"}
    made = secrets.load(DataDir(place))
    right = redis.Redis(DataDir(place), made)
    right.port = server.net_connections()[0].laddr.port
    assert right.is_ready()
    right.password = "wrong"
    assert not right.is_ready()


def test_only_what_is_needed_is_started(place: Path, using) -> None:
    env = using(place, "redis").env()
    assert "DATABASE_URL" not in env
    assert not (place / "postgres").exists()


def test_a_stale_pid_file_that_names_a_stranger_is_no_obstacle(place: Path, using) -> None:
    user = using(place, "postgres")
    user.env()
    lock_file = place / "postgres" / "postmaster.pid"
    leftover = lock_file.read_text()
    user.leave()
    all_gone(place)
    stranger = os.getppid()
    lock_file.write_text(leftover.replace(leftover.split("\n", 1)[0], str(stranger), 1))
    assert answer(using(place, "postgres").env()["DATABASE_URL"]) == "happiness_app"
    assert psutil.pid_exists(stranger)


def test_a_half_made_database_folder_is_made_anew(place: Path, using) -> None:
    data = paths.prepare(place)
    draft = data.postgres.with_name("postgres.new")
    draft.mkdir()
    (draft / "PG_VERSION").write_text("18\n")
    assert answer(using(place, "postgres").env()["DATABASE_URL"]) == "happiness_app"


def test_new_secrets_open_the_old_database(place: Path, using) -> None:
    user = using(place, "postgres")
    old = user.env()
    user.leave()
    all_gone(place)
    DataDir(place).secrets.unlink()
    new = using(place, "postgres").env()
    assert new["DATABASE_URL"] != old["DATABASE_URL"]
    assert answer(new["DATABASE_URL"]) == "happiness_app"


def test_data_of_another_postgresql_are_refused_with_the_remedy(place: Path, using) -> None:
    data = paths.prepare(place)
    data.postgres.mkdir(mode=0o700)
    (data.postgres / "PG_VERSION").write_text("9\n")
    user = using(place, "postgres")
    _, complaint = user.process.communicate(timeout=60)
    assert "was made by PostgreSQL 9" in complaint
    assert "--data-dir" in complaint


@pytest.mark.skipif(not nobody_can_run(), reason="the checkout or its Python is closed to other users")
def test_it_works_for_a_normal_user_as_well(place: Path, using) -> None:
    place.mkdir(mode=0o700)
    os.chown(place, 65534, 65534)
    env = using(place, user="nobody").env()
    assert answer(env["DATABASE_URL"]) == "happiness_app"
    assert {one.username() for one in processes_of(place)} == {"nobody"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's database runs as another user")
def test_programs_that_the_database_user_cannot_reach_are_copied(place: Path, monkeypatch) -> None:
    data = paths.prepare(place)
    user = postgres._system_user()
    monkeypatch.setattr(postgres, "_can_run", lambda *_: False)
    copied = postgres._binaries(data, user)
    monkeypatch.undo()
    assert copied.is_relative_to(place)
    assert postgres._can_run(copied / "postgres", user)
    assert postgres._can_run(copied / "initdb", user)


def test_a_port_is_kept_as_long_as_nobody_else_takes_it(place: Path, monkeypatch) -> None:
    data = paths.prepare(place)
    port = ports.remembered(data, "redis")
    assert ports.remembered(data, "redis") == port
    monkeypatch.setattr(ports, "is_free", lambda number, *_: number != port)
    monkeypatch.setattr(ports, "PATIENCE", 0.0)
    assert ports.remembered(data, "redis") != port


def test_an_empty_redis_address_means_to_do_without_redis() -> None:
    assert servers.missing({}) == {"postgres", "redis", "mailbox"}
    assert servers.missing({"DATABASE_URL": "postgres://x", "REDIS_URL": "", "EMAIL_URL": ""}) == {"mailbox"}


def test_leaving_twice_is_harmless(place: Path) -> None:
    assert servers.release(place) is False


def test_a_newcomer_waits_while_a_keeper_closes_down(place: Path, using) -> None:
    data = paths.prepare(place)
    with (data.run / "users.lock").open("w") as closing:
        fcntl.flock(closing, fcntl.LOCK_EX)
        user = using(place, "redis")
        with pytest.raises(subprocess.TimeoutExpired):
            user.process.wait(1)
    assert "REDIS_URL" in user.env()


def test_a_terminated_keeper_stops_its_servers_and_the_next_one_starts_them_again(place: Path, using) -> None:
    env = using(place).env()
    keeper_of(place).send_signal(signal.SIGTERM)
    wait_for(lambda: len(processes_of(place)) == 1, "the end of the servers")
    using(place, "redis").env()
    wait_for(lambda: "postgres" in state.read(DataDir(place)).ready, "the database that is still wanted")
    assert answer(env["DATABASE_URL"]) == "happiness_app"


def test_a_missing_package_is_named_with_the_remedy(place: Path, monkeypatch) -> None:
    monkeypatch.setattr(postgres.importlib.util, "find_spec", lambda *_: None)
    with pytest.raises(LocalError, match="make setup"):
        postgres._binaries(paths.prepare(place), None)
