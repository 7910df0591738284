"""The door to a data dir's servers: find them or have them started, and get the environment that names them.

A process that called `ensure` uses the servers until it ends or calls `release`; the last one to leave turns them off
(see `keeper`). Killing any process, this one or the keeper, at any moment leaves nothing that the next call cannot use.
"""

import fcntl
import os
import subprocess
import sys
import time
from collections.abc import Collection, Mapping
from pathlib import Path

from happiness.local import LocalError, paths, secrets, state
from happiness.local.paths import CHECKOUT, DataDir

PATIENCE = 90.0
_leases: dict[Path, int] = {}


def missing(environ: Mapping[str, str]) -> set[str]:
    """Return the servers the environment does not name. An empty REDIS_URL means to do without Redis."""
    variables = {"postgres": "DATABASE_URL", "mailbox": "EMAIL_URL"}
    lacking = {name for name, variable in variables.items() if not environ.get(variable)}
    return lacking if "REDIS_URL" in environ else lacking | {"redis"}


def completed(environ: Mapping[str, str], made: Mapping[str, str]) -> dict[str, str]:
    """Return the environment with what was made for it; what it says itself comes first."""
    return {**made, **{name: value for name, value in environ.items() if value or name not in made}}


def ensure(root: Path, need: Collection[str] = state.SERVERS) -> dict[str, str]:
    """Find or start the servers of a data dir and return the variables for a process that uses them.

    DATABASE_OWNER_URL is among them, for migrations and test databases: keep it from web, worker and beat.
    """
    data = paths.prepare(root)
    now = _use(data, need) if need else state.State()
    made = secrets.load(data)
    env = {
        "HAPPINESS_ENV": "local",
        "HAPPINESS_DATA_DIR": str(data.root),
        "SECRET_KEY": made.secret_key,
        "DEMO_PASSWORD": made.demo_password,
        "FILES_DIR": str(data.files),
    }
    for name in need:
        env |= now.ready[name]
    return env


def _use(data: DataDir, need: Collection[str]) -> state.State:
    _lease(data)
    for name in need:
        state.want(data, name)
    return _wait_until_ready(data, need)


def release(root: Path, patience: float = 20.0) -> bool:
    """Stop using the servers; return True when they are gone, False when others go on using them."""
    lease = _leases.pop(root, None)
    if lease is None:
        return False
    os.close(lease)
    data = DataDir(root)
    give_up_at = time.monotonic() + patience
    others_by = time.monotonic() + 2.0  # the keeper looks several times a second
    while time.monotonic() < give_up_at:
        if _keeper_is_gone(data):
            return True
        if (data.run / "state.json").exists() and time.monotonic() > others_by:
            return False
        time.sleep(0.05)
    raise LocalError(f"The servers of {root} do not stop; see {data.logs}.")


def revive(root: Path) -> None:
    """Start a keeper if the one we rely on is gone. Cheap: a long-lived user calls it every second."""
    if root in _leases:
        _start_keeper_if_none(DataDir(root))


def _lease(data: DataDir) -> None:
    """Hold the users' lock until this process ends; waits while a keeper is closing down."""
    if data.root not in _leases:
        lease = os.open(data.run / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(lease, fcntl.LOCK_SH)
        _leases[data.root] = lease


def _wait_until_ready(data: DataDir, need: Collection[str]) -> state.State:
    give_up_at = time.monotonic() + PATIENCE
    while time.monotonic() < give_up_at:
        _start_keeper_if_none(data)
        now = state.read(data)
        if now.ready.keys() >= set(need):
            return now
        for name in need:
            if name in now.failed:
                raise LocalError(f"{name}: {now.failed[name]}")
        time.sleep(0.05)
    raise LocalError(f"The servers of {data.root} do not start; see {data.logs}.")


def _start_keeper_if_none(data: DataDir) -> None:
    lock = _keeper_lock(data)
    if lock is None:
        return
    try:
        state.forget(data)  # what a killed keeper has said
        secrets.load(data)
        with (data.logs / "keeper.log").open("ab") as output:
            subprocess.run(
                [sys.executable, "-m", "happiness.local.keeper", str(data.root), str(lock)],
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                pass_fds=[lock],  # the lock is the keeper's from its first moment
                start_new_session=True,
                check=True,
            )
    except subprocess.CalledProcessError as error:
        raise LocalError(f"The keeper of the servers cannot start; see {data.logs / 'keeper.log'}.") from error
    finally:
        os.close(lock)


def _keeper_lock(data: DataDir) -> int | None:
    """Return the keeper's lock, or None when a keeper lives."""
    lock = os.open(data.run / "keeper.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return None
    return lock


def _keeper_is_gone(data: DataDir) -> bool:
    lock = _keeper_lock(data)
    if lock is not None:
        os.close(lock)
    return lock is not None
