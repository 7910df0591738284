"""Waiting for what another process or thread does: as long as it takes, and no longer."""

import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATIENCE = 120.0  # with a machine on which many wait; who gets what they wait for goes on at once


def wait_for(condition: Callable[[], Any], what: str | Path, patience: float = PATIENCE) -> Any:
    """Return the condition's first true value; fail with what was waited for, or with the last words of a process's log."""
    give_up_at = time.monotonic() + patience
    while time.monotonic() < give_up_at:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    if isinstance(what, Path):
        what = f"what the process should have done; it said:\n{what.read_text()[-4000:]}"
    raise AssertionError(f"gave up waiting for {what}")


def is_heard(port: int) -> bool:
    """Tell whether a server listens on the port of this machine."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
