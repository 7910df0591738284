"""The services of docker-compose.yml, their exact commands and variables, run against embedded servers.

There need be no Docker engine here: what a container adds is the image, which test_image looks at.
"""

import http.client
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml

from happiness.local import ports, servers
from happiness.local.paths import CHECKOUT
from tests.happiness.local.conftest import clean_environ
from tests.waiting import PATIENCE, wait_for

pytestmark = pytest.mark.xdist_group("servers")

COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "happiness"}
ENV_FILE = {
    "DOMAIN": "happiness.example",
    "SECRET_KEY": "0123456789abcdef" * 4,
    "POSTGRES_PASSWORD": "superuser",
    "OWNER_DB_PASSWORD": "owner",
    "APP_DB_PASSWORD": "app",
    "EMAIL_URL": "smtp://mailpit:1025",
    "DEFAULT_FROM_EMAIL": "office@happiness.example",
    "DEMO_PASSWORD": "long-enough-for-everybody",
}

IMAGE_ENV = clean_environ(PATH=f"{Path(sys.executable).parent}:{os.environ['PATH']}")


def interpolate(value: Any, variables: dict[str, str]) -> Any:
    """Do to a part of the file what docker compose does: ${NAME}, ${NAME:-default}, ${NAME:?refusal}, and $$ for $."""
    if isinstance(value, list):
        return [interpolate(item, variables) for item in value]
    if isinstance(value, dict):
        return {key: interpolate(item, variables) for key, item in value.items()}
    if not isinstance(value, str):
        return value

    def replace(match: re.Match[str]) -> str:
        if match[0] == "$$":
            return "$"
        given = variables.get(match["name"], "")
        if not given and match["kind"] == ":?":
            raise LookupError(f"{match['name']}: {match['rest']}")
        return given or (match["rest"] if match["kind"] == ":-" else "")

    return re.sub(r"\$\$|\$\{(?P<name>\w+)(?:(?P<kind>:[-?])(?P<rest>[^}]*))?\}", replace, value)


class Composed:
    """The file's services on this machine: embedded servers instead of containers, a folder instead of volumes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = servers.ensure(folder, {"postgres", "redis", "mailbox"})
        self.port = str(ports.any_free())

    def local(self, text: str) -> str:
        """Replace what exists only between containers."""
        return re.sub(r"(?<!\w)(/sql|/tmp|/data/files)\b", str(self.folder), re.sub(r"\b8000\b", self.port, text))

    def environ(self, name: str, **env_file: str) -> dict[str, str]:
        values = interpolate(OURS[name]["environment"], ENV_FILE | env_file)
        for variable in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "EMAIL_URL"):
            if variable in values:
                values[variable] = self.env[variable]
        return (
            IMAGE_ENV
            | {"STATIC_ROOT": str(self.folder / "collected")}
            | {variable: value if variable in self.env else self.local(value) for variable, value in values.items()}
        )

    def command(self, name: str, part: Any = None) -> list[str]:
        return [self.local(word) for word in interpolate(part or OURS[name]["command"], ENV_FILE)]

    def run(self, name: str, **env_file: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(name),
            env=self.environ(name, **env_file),
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )

    def is_healthy(self, name: str, **more: str) -> bool:
        kind, *test = OURS[name]["healthcheck"]["test"]
        words = self.command(name, test)
        done = subprocess.run(
            words if kind == "CMD" else ["sh", "-c", *words],
            env=self.environ(name) | more,
            cwd=CHECKOUT,
            capture_output=True,
        )
        return done.returncode == 0

    def start(self, name: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(self.command(name), env=self.environ(name), cwd=CHECKOUT, stdin=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def composed(places: Callable[[], Path]) -> Iterator[Composed]:
    made = Composed(places())
    migrated = made.run("migrate")
    assert migrated.returncode == 0, migrated.stderr
    collect = re.findall(r"^RUN (.*collectstatic.*)$", (CHECKOUT / "Dockerfile").read_text(), re.MULTILINE)[0]
    environ = IMAGE_ENV | {"STATIC_ROOT": str(made.folder / "collected")}
    subprocess.run(["sh", "-c", collect], env=environ, cwd=CHECKOUT, capture_output=True, check=True)
    yield made
    servers.release(made.folder)


@pytest.fixture
def service(composed: Composed) -> Iterator[Callable[[str], subprocess.Popen[bytes]]]:
    started = []

    def start(name: str) -> subprocess.Popen[bytes]:
        started.append(composed.start(name))
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        assert process.wait(30) == 0


def test_the_file_is_what_compose_expects() -> None:
    checked = subprocess.run(
        ["check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"],
        cwd=CHECKOUT,
        env=IMAGE_ENV,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("name", [name for name in ENV_FILE if name != "DEMO_PASSWORD"])
def test_a_missing_variable_is_refused_by_name(name: str) -> None:
    with pytest.raises(LookupError, match=f"{name}: ."):
        interpolate(COMPOSE, ENV_FILE | {name: ""})


def test_the_example_lists_every_variable_and_no_secret() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (CHECKOUT / "docker-compose.yml").read_text()))
    example = dict(re.findall(r"^(\w+)=(.*)$", (CHECKOUT / ".env.example").read_text(), re.MULTILINE))
    assert example.keys() == asked
    assert {name for name, value in example.items() if value} == {"EMAIL_URL"}


def test_what_is_scaled_owns_no_name_and_no_port_of_the_host() -> None:
    for name in ("web", "worker"):
        assert not OURS[name].keys() & {"container_name", "ports", "hostname"}


def test_only_migrations_know_the_owner_and_only_the_database_knows_its_superuser() -> None:
    holders = {name: str(service) for name, service in COMPOSE["services"].items()}
    assert {name for name, text in holders.items() if "DATABASE_OWNER_URL" in text} == {"migrate"}
    assert {name for name, text in holders.items() if "OWNER_DB_PASSWORD" in text} == {"migrate", "roles"}
    assert {name for name, text in holders.items() if "POSTGRES_PASSWORD" in text} == {"db"}


@pytest.mark.parametrize("name", [name for name, service in COMPOSE["services"].items() if service["restart"] != "no"])
def test_every_lasting_service_is_watched_and_started_again(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["restart"] == "unless-stopped"
    assert service["init"] is True
    assert service["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}


def test_roles_are_written_for_the_database_to_run(composed: Composed) -> None:
    done = composed.run("roles")
    assert done.returncode == 0, done.stderr
    sql = (composed.folder / "roles.sql").read_text()
    assert sql.startswith("CREATE ROLE happiness_owner LOGIN NOCREATEDB")
    assert "PASSWORD 'app'" in sql
    assert 'CREATE DATABASE "happiness" OWNER happiness_owner;' in sql


def test_the_demo_is_loaded_only_when_asked_for(composed: Composed) -> None:
    not_asked = composed.run("demo")
    assert (not_asked.returncode, not_asked.stdout) == (0, "")
    without_password = composed.run("demo", DEMO="1", DEMO_PASSWORD="")
    assert without_password.returncode
    assert "DEMO_PASSWORD" in without_password.stderr
    asked = composed.run("demo", DEMO="1", DEMO_SIZE="story")
    assert asked.returncode == 0, asked.stderr
    assert "demo" in asked.stdout


def test_web_is_healthy_and_asks_for_https(composed: Composed, service: Callable) -> None:
    service("web")
    wait_for(lambda: composed.is_healthy("web"), "web")
    with through_proxy(composed, "/account/login/") as answer:
        assert "max-age" in answer.headers["Strict-Transport-Security"]
        page = answer.read().decode()
    stylesheet = re.findall(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)[0]
    with through_proxy(composed, stylesheet) as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def through_proxy(composed: Composed, path: str) -> http.client.HTTPResponse:
    headers = {"Host": "happiness.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    request = urllib.request.Request(f"http://localhost:{composed.port}{path}", headers=headers)
    return urllib.request.urlopen(request, timeout=10)


def test_beat_ticks_and_a_worker_answers(composed: Composed, service: Callable) -> None:
    broker = redis.Redis.from_url(composed.env["REDIS_URL"])
    broker.delete("celery")  # hints of the demo
    service("beat")
    wait_for(lambda: broker.llen("celery"), "a message of beat", 90)
    assert composed.is_healthy("beat")
    service("worker")
    wait_for(lambda: not broker.llen("celery"), "the worker to take it", 90)
    broker.close()
    host = os.uname().nodename
    wait_for(lambda: composed.is_healthy("worker", HOSTNAME=host), "the worker's answer", 90)
