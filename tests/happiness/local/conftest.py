"""Whole instances in folders of their own: real processes, nothing of the caller's environment."""

import json
import os
import shutil
import signal
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from happiness.local import ports, processes, state
from happiness.local.paths import CHECKOUT, DataDir
from tests.waiting import PATIENCE, wait_for

OURS = (
    "DATABASE_",
    "REDIS_",
    "EMAIL_",
    "HAPPINESS_",
    "DJANGO_",
    "SECRET_",
    "FILES_",
    "PYTEST_",
    "MAILBOX_",
    "DEMO_",
    "COV",
)


def clean_environ(**more: str) -> dict[str, str]:
    """Return the environment of somebody who has set nothing, plus `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return kept | {"PYTHONUNBUFFERED": "1"} | more


def processes_of(folder: Path) -> list[psutil.Process]:
    """Return every living process that works on this data dir, by its arguments or its environment."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        try:
            words = [*(process.info["cmdline"] or []), *process.environ().values()]
            if process.status() != psutil.STATUS_ZOMBIE and any(str(folder) in word for word in words):
                found.append(process)
        except psutil.Error:
            continue
    return found


def redis_of(environ: dict[str, str]) -> psutil.Process:
    """Return the Redis at REDIS_URL; it shows its port, but not the data dir."""
    port = environ["REDIS_URL"].rpartition(":")[2].removesuffix("/0")
    (server,) = (one for one in psutil.process_iter(["cmdline"]) if f":{port}" in " ".join(one.info["cmdline"] or []))
    return server


class Instance:
    """One `manage.py up`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = ports.any_free()
        self.log = folder.with_name(f"{folder.name}.log")
        self.process: Any = None

    def start(self, *options: str, **environ: str) -> "Instance":
        argv = [sys.executable, "manage.py", "up", "--port", str(self.port), "--data-dir", str(self.folder), *options]
        with self.log.open("wb") as output:  # tied to us: a killed test run leaves no instance behind
            self.process = processes.spawn(
                argv, env=clean_environ(DEMO_SIZE="story", **environ), cwd=CHECKOUT, output=output
            )
        wait_for(lambda: "stop it with" in self.output() or self.process.poll() is not None, "the banner")
        assert "stop it with" in self.output(), self.output()
        return self

    def output(self) -> str:
        return self.log.read_text()

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def health(self) -> dict[str, Any]:
        status, body = self.get("/readyz")
        return json.loads(body) if status in {200, 503} else {}

    def is_healthy(self) -> bool:
        data, health = DataDir(self.folder), self.health()
        if state.wanted(data) - state.read(data).ready.keys():
            return False
        return bool(health) and health["ready"] and health["redis"] in {"ok", "not used"}

    def find(self, *words: str) -> list[psutil.Process]:
        """Return the instance's processes whose command line holds all the words, parents before children."""
        found = [
            one for one in processes_of(self.folder) if all(word in " ".join(one.info["cmdline"]) for word in words)
        ]
        return sorted(found, key=lambda one: one.create_time())

    def stop(self, signum: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(signum)
        return self.process.wait(PATIENCE)


def _clean_up(folder: Path) -> None:
    for process in processes_of(folder):
        if process.pid != os.getpid():
            process.kill()
    wait_for(lambda: not [one for one in processes_of(folder) if one.pid != os.getpid()], "the end of all processes")
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def places() -> Iterator[Callable[[], Path]]:
    """Make folders that other users can pass: pytest's own are closed, and then PostgreSQL cannot run for root."""
    made = []

    def place() -> Path:
        made.append(Path(tempfile.mkdtemp(prefix="happiness-", dir="/var/tmp")))
        made[-1].chmod(0o755)
        return made[-1] / "data"

    yield place
    for folder in made:
        _clean_up(folder)


@pytest.fixture
def place(places: Callable[[], Path]) -> Path:
    return places()
