"""Starting and stopping child processes so that none outlives its parent."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def spawn(
    argv: Sequence[str],
    *,
    env: Mapping[str, str],
    cwd: Path,
    output: int | IO[bytes],
    stdin: int = subprocess.DEVNULL,
    user: str | None = None,
    group: str | None = None,
    last_signal: signal.Signals = signal.SIGTERM,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own that gets `last_signal` when this process dies, however it dies.

    The own session keeps a Ctrl-C in the terminal from it: its parent decides when it stops.
    """
    return subprocess.Popen(
        list(argv),
        env=dict(env),
        cwd=cwd,
        stdin=stdin,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        user=user,
        group=group,
        extra_groups=[] if user else None,
        pass_fds=pass_fds,
        preexec_fn=_tied_to(os.getpid(), last_signal),  # noqa: PLW1509 - the callers have one thread
    )


def _tied_to(parent: int, last_signal: signal.Signals) -> Callable[[], None] | None:
    if _libc is None:
        return None
    prctl = _libc.prctl

    def tie() -> None:
        prctl(_PR_SET_PDEATHSIG, int(last_signal))
        if os.getppid() != parent:  # it died before the line above
            os._exit(1)

    return tie


def stop(process: subprocess.Popen[bytes], signum: signal.Signals, patience: float) -> None:
    """End a child and everything it started: politely first, and after `patience` seconds by force."""
    if process.poll() is None:
        process.send_signal(signum)
        with suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a child's session; a child that died alone may have left its own children."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kill_bearers(variable: str, value: str, patience: float = 10.0) -> None:
    """Kill the processes in whose environment the variable has this value (Linux only, elsewhere nothing is known)."""
    give_up_at = time.monotonic() + patience
    while (found := _bearers(f"{variable}={value}".encode())) and time.monotonic() < give_up_at:
        for pid in found:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.05)


def _bearers(assignment: bytes) -> list[int]:
    found = []
    for environ in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):
            if assignment in environ.read_bytes().split(b"\0"):
                found.append(int(environ.parent.name))
    return found


def command_of(pid: int) -> str:
    """Return a process's command line, or nothing when there is no such process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
    except OSError:
        if sys.platform == "linux":
            return ""
    asked = subprocess.run(["/bin/ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return asked.stdout


def end_of(returncode: int) -> str:
    """Return how a process ended, in words."""
    if returncode < 0:
        return f"was killed by {signal.Signals(-returncode).name}"
    return f"ended with exit code {returncode}"
