"""What the keeper tells the users of its data dir: which servers answer, where, and what failed."""

import json
import os
from dataclasses import asdict, dataclass, field

from happiness.local.paths import DataDir

SERVERS = ("postgres", "redis", "mailbox")


@dataclass
class State:
    """`ready` holds each answering server's variables, `failed` the reason of each that cannot run."""

    ready: dict[str, dict[str, str]] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)


def read(data: DataDir) -> State:
    """Return the present state; an empty one when no keeper has written yet."""
    try:
        return State(**json.loads((data.run / "state.json").read_text()))
    except (OSError, ValueError, TypeError):
        return State()


def note_ready(data: DataDir, name: str, env: dict[str, str]) -> None:
    """Announce a server that answers."""
    now = read(data)
    now.ready[name] = env
    now.failed.pop(name, None)
    _write(data, now)


def note_gone(data: DataDir, name: str) -> None:
    """Take back a server that died."""
    now = read(data)
    now.ready.pop(name, None)
    _write(data, now)


def note_failure(data: DataDir, name: str, reason: str) -> None:
    """Tell why a server does not run; it is tried again all the same."""
    now = read(data)
    if now.failed.get(name) != reason:
        now.failed[name] = reason
        _write(data, now)


def forget(data: DataDir) -> None:
    """Take everything back: no server of this data dir is to be relied on."""
    (data.run / "state.json").unlink(missing_ok=True)


def want(data: DataDir, name: str) -> None:
    """Ask the keeper for a server."""
    (data.run / f"wanted-{name}").touch()


def want_nothing(data: DataDir) -> None:
    """Withdraw what was asked for."""
    for name in SERVERS:
        (data.run / f"wanted-{name}").unlink(missing_ok=True)


def wanted(data: DataDir) -> set[str]:
    """Return the servers somebody has asked for."""
    return {name for name in SERVERS if (data.run / f"wanted-{name}").exists()}


def _write(data: DataDir, state: State) -> None:
    # The addresses carry passwords, hence the mode; the rename keeps readers from a half-written file.
    draft = data.run / "state.json.tmp"
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(asdict(state), file)
    draft.rename(data.run / "state.json")
