"""`manage.py up`: from nothing to a running product, in this order: servers, tables, demo, processes.

It runs without Django: it is there at once, and watching over the others costs little memory.
"""

import argparse
import fcntl
import ipaddress
import os
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from happiness.local import LocalError, paths, ports, processes, servers
from happiness.local.paths import DataDir
from happiness.local.supervisor import Program, Supervisor

READY_PATIENCE = 90.0
MARK = "HAPPINESS_INSTANCE"  # in the environment of what `up` starts, and of nothing else
# Celery's warning is about servers; here "root" is a person in a container.
QUIET_AS_ROOT = {"PYTHONWARNINGS": "ignore:You're running the worker with superuser"}
MOST_WEB_WORKERS = 4  # on a big machine more would only cost memory


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options of `up`."""
    parser.add_argument("--port", type=int, default=8000, help="port of the web server (8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
    parser.add_argument("--data-dir", help="folder of this instance's data, instead of one named after the checkout")
    parser.add_argument("--no-demo", action="store_true", help="start without the demo organizations")


def run(options: argparse.Namespace) -> int:
    """Run the product until a signal; return the exit code."""
    if os.environ.get("HAPPINESS_ENV", "local") != "local":
        raise LocalError("`up` runs a local instance, and HAPPINESS_ENV says otherwise. In production: docker compose.")
    if options.port not in range(1, 65536):
        raise LocalError(f"--port {options.port}: a port is a number from 1 to 65535.")
    root = paths.choose(options.data_dir)
    _only_one(paths.prepare(root))
    # Of an instance that was killed together with its web server, the server's workers may live on, and hold the port.
    processes.kill_bearers(MARK, str(root))
    if not ports.becomes_free(options.port, options.host):
        raise LocalError(
            f"Port {options.port} on {options.host} is taken or not allowed. "
            f'Name another one: make up ARGS="--port {options.port + 1}"'
        )
    print(f"Starting in {root}", flush=True)
    environ = _environment(root, options)
    try:
        with Supervisor() as supervisor:
            logins = _prepare(supervisor, environ, DataDir(root), demo=not options.no_demo)
            _watch(supervisor, root, options, environ, _banner(environ, options, logins))
            supervisor.say("stopping")
    finally:
        servers.release(root)
    print("Stopped.", flush=True)
    return 0


def _only_one(data: DataDir) -> None:
    """Refuse a second instance on the same data; the lock ends with this process, however it ends."""
    lock = os.open(data.run / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        other = os.read(lock, 20).decode().strip()
        raise LocalError(
            f"Process {other} already runs on {data.root}. Stop it first, or name another folder with --data-dir."
        ) from None
    os.truncate(lock, 0)
    os.write(lock, str(os.getpid()).encode())


def _environment(root: Path, options: argparse.Namespace) -> dict[str, str]:
    """Return what the processes need to know; what the caller's environment says comes first."""
    if os.environ.get("DATABASE_URL") and not os.environ.get("DATABASE_OWNER_URL"):
        raise LocalError("DATABASE_URL is set, so DATABASE_OWNER_URL must be too: it makes the tables.")
    need = servers.missing(os.environ)
    made = servers.ensure(root, need)
    made |= {"BASE_URL": f"http://localhost:{options.port}", "LOG_FORMAT": "text", "PYTHONUNBUFFERED": "1"}
    hosts = ["localhost", "127.0.0.1", "[::1]"]
    made["ALLOWED_HOSTS"] = ",".join(hosts) if _is_this_machine(options.host) else "*"
    if "mailbox" in need:
        made["MAILBOX_DIR"] = str(DataDir(root).mailbox)
    given = {name: value for name, value in os.environ.items() if name != "MAILBOX_DIR"}
    return servers.completed(given, made) | {"HAPPINESS_DATA_DIR": str(root), MARK: str(root)}


def _prepare(supervisor: Supervisor, environ: Mapping[str, str], data: DataDir, *, demo: bool) -> str:
    """Make tables and demo; return the demo's sign-ins, one a line."""
    logins = data.run / "logins"
    logins.unlink(missing_ok=True)
    argv = (sys.executable, "-m", "happiness.local.preparation", *([str(logins)] if demo else []))
    code = supervisor.finish(Program("prepare", argv, environ))
    if code and not supervisor.stopping:
        raise LocalError(f"The database could not be prepared (exit code {code}); the reason stands above.")
    return logins.read_text() if logins.exists() else ""


def _watch(
    supervisor: Supervisor, root: Path, options: argparse.Namespace, environ: Mapping[str, str], banner: str
) -> None:
    """Start the processes and look after them until somebody asks to stop.

    The web server goes first: somebody waits for it, and on two cores all at once would take twice as long.
    """
    ready, give_up_at, next_look = False, time.monotonic() + READY_PATIENCE, 0.0
    env = _service(environ)
    if not supervisor.stopping:
        supervisor.keep(_web(env, options))
    while not supervisor.stopping:
        supervisor.turn(0.5 if ready else 0.1)
        if time.monotonic() < next_look:
            continue
        next_look = time.monotonic() + (1.0 if ready else 0.1)
        servers.revive(root)
        if not ready and (ready := _answers(options)):
            supervisor.say(banner)
            for program in _background(env):
                supervisor.keep(program)
        elif not ready and time.monotonic() > give_up_at:
            raise LocalError(f"The web server does not answer on /readyz after {READY_PATIENCE:g} s.")


def _web(env: Mapping[str, str], options: argparse.Namespace) -> Program:
    argv = (
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--log-level", "warning"),
        *("--host", options.host, "--port", str(options.port)),
        *("--workers", str(max(1, min(os.cpu_count() or 1, MOST_WEB_WORKERS))), "--blocking-threads", "2"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "10", "happiness.wsgi:application"),
    )
    return Program("web", argv, env)


def _background(env: Mapping[str, str]) -> list[Program]:
    if not env.get("REDIS_URL"):
        return [Program("drain", (sys.executable, "manage.py", "drain", "--loop"), env)]
    celery = (sys.executable, "-m", "celery", "--quiet", "-A", "happiness")
    schedule = str(DataDir(Path(env["HAPPINESS_DATA_DIR"])).beat_schedule)
    return [
        Program("worker", (*celery, "worker", "--concurrency", "2", "--loglevel", "INFO"), {**env, **QUIET_AS_ROOT}),
        Program("beat", (*celery, "beat", "--schedule", schedule, "--pidfile=", "--loglevel", "WARNING"), env),
    ]


def _answers(options: argparse.Namespace) -> bool:
    address = ipaddress.ip_address(options.host) if options.host[0].isdigit() or ":" in options.host else None
    host = "127.0.0.1" if address is not None and address.is_unspecified else options.host
    host = f"[{host}]" if ":" in host else host
    request = urllib.request.Request(f"http://{host}:{options.port}/readyz", headers={"Host": "localhost"})
    try:
        with urllib.request.urlopen(request, timeout=1):  # noqa: S310 - our own server  # nosec B310
            return True
    except OSError:  # 503 is one, too
        return False


def _banner(environ: Mapping[str, str], options: argparse.Namespace, logins: str) -> str:
    base = environ["BASE_URL"].rstrip("/")
    lines = ["", f"happiness runs at     {base}/"]
    if "MAILBOX_DIR" in environ:
        lines.append(f"the mail it sends     {base}/dev/mail/")
    rows = [line.split("\t") for line in logins.splitlines()]
    seats, pages = [row for row in rows if "@" in row[0]], [row for row in rows if row[0].startswith("/")]
    for number, (email, role, organization) in enumerate(seats):
        lines.append(f"{'' if number else 'sign in as':<21} {email:<26} {role.replace('_', ' ')}, {organization}")
    if seats:
        lines.append(f"with the password     {environ['DEMO_PASSWORD']}")
    for number, (path, person, survey) in enumerate(pages):
        lines.append(f"{'' if number else 'answer as a client':<21} {base}{path}  {person}: {survey}")
    lines += [f"its data              {environ['HAPPINESS_DATA_DIR']}", "stop it with          Ctrl-C", ""]
    if not environ.get("REDIS_URL"):
        lines.insert(-1, "no Redis here: background work is done by `manage.py drain --loop`")
    if not _is_this_machine(options.host):
        lines.insert(-1, "CAREFUL: everybody who reaches this machine can read the mail above and sign in")
    return "\n".join(lines)


def _is_this_machine(host: str) -> bool:
    return host == "localhost" or host.startswith("127.") or host == "::1"


def _service(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of web, worker and beat: whoever breaks into them must not become the tables' owner."""
    return {key: value for key, value in environ.items() if key != "DATABASE_OWNER_URL"}


def main(arguments: list[str]) -> int:
    """Read the options and run."""
    parser = argparse.ArgumentParser(prog="manage.py up", description="Run the product on this machine.")
    add_options(parser)
    try:
        return run(parser.parse_args(arguments))
    except LocalError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
