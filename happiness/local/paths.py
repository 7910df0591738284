"""Where a checkout keeps its data, and who may look into it.

Two checkouts never share a folder. As root the folder lies under /var/tmp, because PostgreSQL refuses to run as
root: its own system user has to pass through every parent folder, and a home directory is closed to it. Nothing
here ever opens a closed folder; a place that cannot work is refused with its name.
"""

import hashlib
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from happiness.local import LocalError

CHECKOUT = Path(__file__).resolve().parents[2]

# The base as root; /var/tmp is open to all, so prepare() checks that nobody else made it.
ROOT_BASE = Path("/var/tmp/happiness")  # noqa: S108  # nosec B108

# A socket's whole path must fit into 108 bytes on Linux (104 on macOS).
LONGEST_SOCKET_PATH = 103


@dataclass(frozen=True)
class DataDir:
    """The folder of one instance; its parts by name."""

    root: Path

    @property
    def postgres(self) -> Path:
        return self.root / "postgres"

    @property
    def files(self) -> Path:
        return self.root / "files"

    @property
    def mailbox(self) -> Path:
        return self.root / "mailbox"

    @property
    def secrets(self) -> Path:
        return self.root / "secrets.json"

    @property
    def beat_schedule(self) -> Path:
        return self.root / "celerybeat-schedule"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def run(self) -> Path:
        """Locks, ports and the state of running servers: worthless once nothing runs."""
        return self.root / "run"


def choose(explicit: str | None = None, environ: Mapping[str, str] = os.environ) -> Path:
    """Return the data dir asked for by option or variable, else the one of this checkout."""
    asked = explicit or environ.get("HAPPINESS_DATA_DIR")
    if asked:
        return Path(asked).expanduser().resolve()
    return default_root(CHECKOUT, environ, as_root=os.geteuid() == 0)


def default_root(checkout: Path, environ: Mapping[str, str], *, as_root: bool) -> Path:
    """Return the folder a checkout uses when nobody names one."""
    if as_root:
        return ROOT_BASE / checkout_name(checkout)
    state_home = environ.get("XDG_STATE_HOME", "")
    # The XDG rules say that a relative path is to be ignored.
    base = Path(state_home) if state_home.startswith("/") else Path.home() / ".local" / "state"
    return base / "happiness" / checkout_name(checkout)


def checkout_name(checkout: Path) -> str:
    """Return a readable name that no other path gets: `/srv/app` is `srv-app-1b2c3d4e`."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", str(checkout)).strip("-")[-32:].strip("-") or "root"
    return f"{readable}-{hashlib.sha256(os.fsencode(checkout)).hexdigest()[:8]}"


def prepare(root: Path) -> DataDir:
    """Make the folder and its parts, or say why it cannot be used."""
    data = DataDir(root)
    socket_path = data.postgres / ".s.PGSQL.5432"
    if len(os.fsencode(socket_path)) > LONGEST_SOCKET_PATH:
        raise LocalError(f"The data dir {root} has too long a path for a database socket. {_REMEDY}")
    try:
        _make(root, data)
    except OSError as error:
        raise LocalError(f"The data dir {root} cannot be made: {error.strerror}. {_REMEDY}") from error
    if os.geteuid() == 0:
        closed = closed_folder(root)
        if closed is not None:
            raise LocalError(
                f"The database cannot run as root, and {closed} is closed to the user it runs as. {_REMEDY}"
            )
    return data


_REMEDY = "Name another place with --data-dir or HAPPINESS_DATA_DIR."


def _make(root: Path, data: DataDir) -> None:
    as_root = os.geteuid() == 0
    # Closed to others, except that as root the database's user must be able to pass (not to list).
    own_mode = 0o711 if as_root else 0o700
    for folder in reversed([root, *root.parents]):
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)  # whatever the umask says
    if root.stat().st_uid != os.geteuid():
        raise LocalError(f"{root} belongs to another user. {_REMEDY}")
    if as_root and ROOT_BASE in root.parents and ROOT_BASE.stat().st_uid != 0:
        raise LocalError(f"{ROOT_BASE} was made by another user, who could read what lies in it. {_REMEDY}")
    root.chmod(own_mode)
    for folder in (data.files, data.mailbox, data.logs, data.run, data.root / "static"):
        folder.mkdir(mode=0o700, exist_ok=True)


def closed_folder(path: Path) -> Path | None:
    """Return the first folder on the way to `path` that other users cannot pass, if there is one."""
    for folder in reversed([path, *path.parents]):
        if not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None
