"""The keeper of a data dir's servers: starts them, starts again what dies, and ends them when nobody uses them.

Every process that uses the servers holds a shared lock on `run/users.lock` for as long as it lives. The kernel drops
that lock however the process ends, so the keeper needs no list of users that could go stale: the moment it gets the
lock for itself alone, the last user is gone. The keeper's own life is the exclusive lock on `run/keeper.lock`, which it
inherits from the user that started it. Its children die with it (see `processes.spawn`), and whoever notices that
starts the next keeper.

Run by `servers.ensure` as `python -m happiness.local.keeper DATA_DIR LOCK_FD`.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Protocol

from happiness.local import LocalError, processes, secrets, state
from happiness.local.mailbox import Mailbox
from happiness.local.paths import DataDir
from happiness.local.postgres import Postgres
from happiness.local.redis import Redis

PULSE = 0.2  # seconds between two looks
PAUSES = (0.0, 0.3, 1.0, 3.0, 10.0)  # before a server that died is started again; a life of CALM starts anew
CALM = 30.0
HARMLESS_DEATHS = 2  # in a row before it was ever ready: its predecessor may not be quite gone
START_PATIENCE = 60.0  # recovery after a crash takes its time
STOP_PATIENCE = 15.0
BIGGEST_LOG = 5_000_000


class Server(Protocol):
    """What the keeper needs to know about a server."""

    name: str
    stop_signal: signal.Signals

    def start(self, log: Path) -> subprocess.Popen[bytes] | None: ...
    def is_ready(self) -> bool: ...
    def env(self) -> dict[str, str]: ...


class Kept:
    """One server and its present life."""

    def __init__(self, server: Server, data: DataDir) -> None:
        self.server = server
        self.data = data
        self.log = data.logs / f"{server.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.runs = self.ready = False
        self.deaths = 0
        self.started_at = self.next_start_at = 0.0

    def look(self) -> None:
        """Start the server if it does not run, and note it in the state once it answers or fails."""
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self._bury(now)
        if not self.runs and now >= self.next_start_at:
            self._start(now)
        if self.runs and not self.ready:
            self._greet(now)

    def stop(self) -> None:
        """End the server."""
        if self.process is not None:
            processes.stop(self.process, self.server.stop_signal, STOP_PATIENCE)

    def _start(self, now: float) -> None:
        if self.log.exists() and self.log.stat().st_size > BIGGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.1"))
        try:
            self.process = self.server.start(self.log)
        except (LocalError, OSError) as error:
            self._fail(str(error), now)
            return
        self.runs, self.started_at = True, now

    def _greet(self, now: float) -> None:
        try:
            ready = self.server.is_ready()
        except LocalError as error:
            self.stop()
            self.runs, self.process = False, None
            self._fail(str(error), now)
            return
        if ready:
            self.ready = True
            state.note_ready(self.data, self.server.name, self.server.env())
        elif now - self.started_at > START_PATIENCE:
            state.note_failure(self.data, self.server.name, f"does not answer; see {self.log}")

    def _bury(self, now: float) -> None:
        assert self.process is not None
        how = processes.end_of(self.process.returncode)
        processes.kill_group(self.process)
        self.process, self.runs = None, False
        was_ready, self.ready = self.ready, False
        state.note_gone(self.data, self.server.name)
        if now - self.started_at > CALM:
            self.deaths = 0
        if was_ready or self.deaths < HARMLESS_DEATHS:
            self._pause(now)
        else:
            self._fail(f"{how}; see {self.log}", now)

    def _fail(self, reason: str, now: float) -> None:
        state.note_failure(self.data, self.server.name, reason)
        self._pause(now)

    def _pause(self, now: float) -> None:
        self.next_start_at = now + PAUSES[min(self.deaths, len(PAUSES) - 1)]
        self.deaths += 1


def keep(data: DataDir) -> None:
    """Keep the wanted servers until nobody uses them."""
    asked_to_stop = False

    def on_signal(signum: int, frame: FrameType | None) -> None:
        nonlocal asked_to_stop
        asked_to_stop = True

    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, on_signal)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)

    kept: dict[str, Kept] = {}
    users = os.open(data.run / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    nobody = False
    while not asked_to_stop and not (nobody := _nobody_holds(users)):
        for name in state.wanted(data) - kept.keys():
            try:
                kept[name] = Kept(_server(name, data), data)
            except (LocalError, OSError) as error:
                state.note_failure(data, name, str(error))
        for one in kept.values():
            one.look()
        time.sleep(PULSE)
    state.forget(data)
    if nobody:  # else whoever is left will start another keeper, which is to start the same servers
        state.want_nothing(data)
    for one in reversed(kept.values()):
        one.stop()


def _server(name: str, data: DataDir) -> Server:
    if name == "mailbox":
        return Mailbox(data)
    made = secrets.load(data)
    return Postgres(data, made) if name == "postgres" else Redis(data, made)


def _nobody_holds(users: int) -> bool:
    """Say whether no user is left; from then on a newcomer waits until this keeper is gone."""
    with suppress(BlockingIOError):
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


if __name__ == "__main__":
    os.set_inheritable(int(sys.argv[2]), False)
    # Nobody's child: whoever started the keeper may end long before it, or never ask how it ended.
    if os.fork() == 0:
        keep(DataDir(Path(sys.argv[1])))
