"""A Redis of one test alone, at one address: stopped, started again empty, frozen and thawed."""

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from happiness.local import ports, processes
from happiness.local.paths import CHECKOUT
from happiness.local.redis import find_program
from tests.waiting import is_heard, wait_for


class OwnRedis:
    def __init__(self) -> None:
        self.port = ports.any_free()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ("--bind", "127.0.0.1", "--port", str(self.port), "--save", "", "--appendonly", "no")
        self.process = processes.spawn(
            [str(find_program()), *options],
            env={"PATH": os.defpath},
            cwd=CHECKOUT,
            output=subprocess.DEVNULL,
            last_signal=signal.SIGKILL,
        )
        wait_for(lambda: is_heard(self.port), "Redis")

    def stop(self) -> None:
        """Kill it with all it knows: from now on connections are refused."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def freeze(self) -> None:
        """Let it accept connections, and never answer."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def own_redis() -> Iterator[OwnRedis]:
    """Run a Redis until the block is left."""
    if find_program() is None:
        pytest.skip("this machine has no redis-server")
    server = OwnRedis()
    server.start()
    try:
        yield server
    finally:
        server.stop()
