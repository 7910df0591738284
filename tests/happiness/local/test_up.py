"""`manage.py up` as a person meets it: whole instances of real processes."""

import contextlib
import http.cookiejar
import json
import re
import signal
import smtplib
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import psutil
import psycopg2
import pytest

from happiness.local import ports, state
from happiness.local.paths import CHECKOUT, DataDir
from tests.happiness.local.conftest import Instance, clean_environ, processes_of, redis_of
from tests.waiting import wait_for

pytestmark = pytest.mark.xdist_group("up")


@pytest.fixture(scope="module")
def started(places: Callable[[], Path]) -> Iterator[Instance]:
    running = Instance(places()).start()
    yield running
    running.stop()


@pytest.fixture
def instance(started: Instance) -> Instance:
    """The instance that most tests look at, with its demo, in good health whatever the test before did to it."""
    wait_for(started.is_healthy, "good health")
    return started


def environ_of(instance: Instance, *words: str) -> dict[str, str]:
    return wait_for(lambda: instance.find(*words), f"a process {words}")[0].environ()


def test_it_says_where_and_as_whom_to_sign_in(instance: Instance) -> None:
    said = instance.output()
    assert f"http://localhost:{instance.port}/\n" in said
    assert f"http://localhost:{instance.port}/dev/mail/" in said
    assert str(instance.folder) in said
    password = json.loads(DataDir(instance.folder).secrets.read_text())["demo_password"]
    assert password in said
    assert len(re.findall(r"\S+@\S+ +\w", said)) >= 2


def test_the_demo_can_sign_in(instance: Instance) -> None:
    password = json.loads(DataDir(instance.folder).secrets.read_text())["demo_password"]
    email = re.findall(r"(\S+@\S+) +owner", instance.output())[0]
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    address = f"http://localhost:{instance.port}/account/login/"
    with browser.open(address, timeout=10) as page:
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[0]
    form = {"login": email, "password": password, "csrfmiddlewaretoken": token}
    with browser.open(address, urllib.parse.urlencode(form).encode(), timeout=10) as page:
        assert "/account/login/" not in page.url


def test_everything_listens_on_the_loopback_only(instance: Instance) -> None:
    port_owner = environ_of(instance, "granian")
    redis_port = port_owner["REDIS_URL"].rpartition(":")[2].removesuffix("/0")
    heard = {
        (connection.laddr.ip, connection.laddr.port)
        for connection in psutil.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    ports_of_ours = {instance.port, int(redis_port), int(port_owner["EMAIL_URL"].rpartition(":")[2])}
    assert {ip for ip, port in heard if port in ports_of_ours} == {"127.0.0.1"}


@pytest.mark.parametrize("words", [("granian",), ("celery", "worker"), ("celery", "beat")])
def test_services_do_not_know_the_owner_of_the_tables(instance: Instance, words: tuple[str, ...]) -> None:
    environ = environ_of(instance, *words)
    assert "happiness_app" in environ["DATABASE_URL"]
    assert "DATABASE_OWNER_URL" not in environ


def test_a_letter_sent_by_smtp_can_be_read(instance: Instance) -> None:
    letter = EmailMessage()
    letter["From"], letter["To"], letter["Subject"] = "a@x.example", "Їжак <b@x.example>", "Привіт"
    letter.set_content("Here: https://happiness.example/s/1 .")
    letter.add_alternative('<a href="https://happiness.example/s/2">here</a>', subtype="html")
    address = urllib.parse.urlsplit(environ_of(instance, "granian")["EMAIL_URL"])
    with smtplib.SMTP(address.hostname, address.port) as server:
        server.send_message(letter, to_addrs=["b@x.example", "hidden@x.example"])
    caught = json.loads(instance.get("/dev/mail/?format=json&to=hidden@x.example")[1])["letters"][0]
    assert caught["subject"] == "Привіт"
    assert caught["to"] == "Їжак <b@x.example>"
    assert caught["links"] == ["https://happiness.example/s/2", "https://happiness.example/s/1"]
    assert instance.get(f"/dev/mail/{caught['id']}/")[0] == 200


VICTIMS = [
    ("granian", 0),  # the parent
    ("granian", 1),  # one of those that answer
    ("celery --quiet -A happiness worker", 0),
    ("celery --quiet -A happiness beat", 0),
    ("bin/postgres -D", 0),
    ("local.keeper", 0),
]


@pytest.mark.parametrize(("words", "which"), VICTIMS)
def test_what_is_killed_is_started_again(instance: Instance, words: str, which: int) -> None:
    alive = wait_for(lambda: len(found := instance.find(words)) > which and found, words)
    alive[which].kill()
    wait_for(lambda: not alive[which].is_running() or alive[which].status() == psutil.STATUS_ZOMBIE, "its end")
    wait_for(lambda: len(instance.find(words)) >= len(alive), f"{words} to be started again")
    wait_for(instance.is_healthy, "good health")


def test_a_killed_redis_is_started_again_at_its_old_address(instance: Instance) -> None:
    server = redis_of(environ_of(instance, "granian"))
    server.kill()
    server.wait()
    wait_for(instance.is_healthy, "Redis")


def up(folder: Path, *options: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run an `up` that is expected to refuse."""
    return subprocess.run(
        [sys.executable, "manage.py", "up", "--data-dir", str(folder), *options],
        cwd=CHECKOUT,
        env=clean_environ(**environ),
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_second_one_on_the_same_data_is_refused(instance: Instance) -> None:
    refused = up(instance.folder, "--port", str(ports.any_free()))
    assert refused.returncode == 1
    assert f"Process {instance.process.pid} already runs on {instance.folder}" in refused.stderr
    assert instance.is_healthy()


def test_a_taken_port_is_named_with_the_remedy(instance: Instance, place: Path) -> None:
    refused = up(place, "--port", str(instance.port))
    assert refused.returncode == 1
    assert f"Port {instance.port} on 127.0.0.1 is taken" in refused.stderr
    assert "--port" in refused.stderr
    assert not (place / "postgres").exists()


@pytest.mark.parametrize(
    ("options", "environ", "complaint"),
    [
        (["--port", "0"], {}, "a port is a number from 1 to 65535"),
        (["--port", "web"], {}, "invalid int value"),
        ([], {"HAPPINESS_ENV": "production"}, "HAPPINESS_ENV says otherwise"),
        ([], {"DATABASE_URL": "postgres://x/y"}, "DATABASE_OWNER_URL must be too"),
    ],
)
def test_what_cannot_work_is_refused_in_words(
    place: Path, options: list[str], environ: dict[str, str], complaint: str
) -> None:
    refused = up(place, *(options or ["--port", str(ports.any_free())]), **environ)
    assert refused.returncode
    assert complaint in refused.stderr
    assert "Traceback" not in refused.stderr


def test_another_command_uses_the_servers_that_run(instance: Instance) -> None:
    (keeper,) = instance.find("local.keeper")
    command = [sys.executable, "manage.py", "check", "--database", "default"]
    done = subprocess.run(
        command,
        cwd=CHECKOUT,
        env=clean_environ(HAPPINESS_DATA_DIR=str(instance.folder)),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert keeper.is_running()
    assert instance.is_healthy()


def test_another_command_starts_and_stops_servers_of_its_own(place: Path) -> None:
    command = [sys.executable, "manage.py", "check", "--database", "default"]
    done = subprocess.run(
        command, cwd=CHECKOUT, env=clean_environ(HAPPINESS_DATA_DIR=str(place)), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert (place / "postgres" / "PG_VERSION").exists()
    wait_for(lambda: not processes_of(place), "the end of its servers")


def test_two_instances_live_side_by_side_and_a_killed_one_leaves_nothing(instance: Instance, place: Path) -> None:
    other = Instance(place).start("--no-demo")
    assert "sign in as" not in other.output()
    assert instance.is_healthy()
    assert other.is_healthy()
    assert not {one.pid for one in processes_of(place)} & {one.pid for one in processes_of(instance.folder)}
    other.stop(signal.SIGKILL)
    wait_for(lambda: not processes_of(place), "the end of everything it started")
    assert ports.is_free(other.port)
    assert instance.is_healthy()


def test_servers_that_are_named_are_used_instead_of_embedded_ones(place: Path, instance: Instance) -> None:
    """With every server named, `up` starts none; what a killed one left behind does not stop the next one."""
    env = state.read(DataDir(instance.folder)).ready
    named = {**env["postgres"], **env["redis"], **env["mailbox"]}
    other = Instance(place).start("--no-demo", **named)
    assert "/dev/mail/" not in other.output()
    assert other.get("/dev/mail/")[0] == 404
    assert other.is_healthy()
    assert not (place / "postgres").exists()
    assert not other.find("local.keeper")
    web = other.find("granian")
    for process in [other.process, *other.find("-m")]:
        if process.pid not in {worker.pid for worker in web[1:]}:
            process.kill()
    other.process.wait()
    other.start("--no-demo", **named)
    assert not any(worker.is_running() and worker.status() != psutil.STATUS_ZOMBIE for worker in web)
    assert other.stop(signal.SIGTERM) == 0


def test_it_stops_cleanly_reuses_its_data_and_works_without_redis(place: Path) -> None:
    first = Instance(place).start()
    wait_for(lambda: first.find("celery"), "the worker")
    assert first.stop(signal.SIGTERM) == 0
    assert processes_of(place) == []
    second = Instance(place).start(REDIS_URL="")
    assert "the demo is there already" in second.output()
    assert "no Redis here" in second.output()
    assert not second.find("celery")
    assert second.health()["redis"] == "not used"
    wait_for(lambda: beats(second) > 0, "a tick of the timetable")
    assert second.stop(signal.SIGINT) == 0
    assert processes_of(place) == []


def beats(instance: Instance) -> int:
    """Count the recurring jobs that ran in the last minute."""
    url = environ_of(instance, "drain")["DATABASE_URL"]
    with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_heartbeat WHERE ran_at > now() - interval '1 minute'")
        return cursor.fetchone()[0]
