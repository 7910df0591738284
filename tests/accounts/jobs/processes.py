"""Other processes of the product, working on the database of the running test."""

import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from happiness.local import ports
from tests.waiting import wait_for

CHECKOUT = Path(__file__).resolve().parents[3]


def environment() -> dict[str, str]:
    """Return the environment of a server process: the test's database as the restricted role, the test's Redis."""
    address = urlsplit(os.environ["DATABASE_URL"])
    return {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_OWNER_URL"},
        "DATABASE_URL": address._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "DJANGO_SETTINGS_MODULE": "happiness.settings",
        "FILES_DIR": settings.STORAGES["default"]["OPTIONS"]["location"],
        "SECRET_KEY": settings.SECRET_KEY,
        "PYTHONWARNINGS": "ignore",
    }


@contextmanager
def running(*arguments: str, log: Path, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python …` until the block is left; then nothing of it is left, whatever became of it."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=CHECKOUT,
            env=environment() | variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            if process.poll() is None:
                os.killpg(process.pid, number)
                try:
                    process.wait(10)
                except subprocess.TimeoutExpired:
                    continue


@contextmanager
def web_server(*, log: Path, **variables: str) -> Iterator[str]:
    """Run a web server of three threads until the block is left, and return its address once it answers."""
    port = ports.any_free()
    address = f"http://127.0.0.1:{port}"

    def is_up() -> bool:
        try:
            with urllib.request.urlopen(f"{address}/livez", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    program = ("-m", "granian", "--interface", "wsgi", "--no-ws", "--port", str(port), "--blocking-threads", "3")
    with running(*program, "happiness.wsgi:application", log=log, **variables):
        wait_for(is_up, log)
        yield address
