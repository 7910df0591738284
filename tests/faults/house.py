"""An installation of its own for one run under faults: PostgreSQL, Redis, a counting mail server, a web server, senders."""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from happiness.local import ports, servers
from tests.faults.line import Line
from tests.faults.visitor import Visitor
from tests.waiting import wait_for

if TYPE_CHECKING:
    from collections.abc import Callable

SENDERS = 3
LEASE = 5  # seconds
LONGEST_COMMIT = 0.002
CHECKOUT = Path(__file__).resolve().parents[2]
PASSWORD = "owner of a house on fire"
STATES = """
import json
from collections import Counter
from accounts.mail import addresses
from accounts.mail.models import OutgoingEmail
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
states, held = Counter(), []
for one in active_organization_ids():
    with tenant_context(one):
        states.update(OutgoingEmail.objects.values_list("state", flat=True))
        held += [addresses.message_id(row) for row in OutgoingEmail.objects.filter(aside="held")]
print("STATES", json.dumps([states, held]))
"""

# Two organizations, and a person at a client. The letters of a run are those that it writes: alerts of its own would add some.
FOUND = """
import os
from accounts import clock
from accounts.tenancy.context import tenant_context
from feedback.alerts.models import AlertRule
from tests import cast
from tests.factories.accounts import a_client, a_contact
now = clock.real_now()
for slug, owner in (("north", "Alice Ahlberg"), ("south", "Mallory Marsh")):
    person = cast.found(slug, owner, now=now)
    person.user.set_password(os.environ["OWNER_PASSWORD"])
    person.user.save()
    with tenant_context(person.organization.pk):
        AlertRule.objects.update(is_on=False)
        client = a_client("Nordwerk", by=person.employee, now=now)
        a_contact("Taras", at=client, by=person.employee, now=now, roles=["technical"], email=f"taras@{slug}.example")
"""
OWNER = "alice@north.example"


class House:
    """Loops of `manage.py drain` do the work, or with `celery` one worker of two processes and two clocks."""

    def __init__(self, root: Path, *, blind: bool = False, celery: bool = False, drop: float = 0.0) -> None:
        self.root, self.archive, self.celery, self.drop = root, root / "archive" / "all.eml", celery, drop
        self.archive.parent.mkdir(parents=True, exist_ok=True)
        self.archive.touch()
        self.hands = 2 if celery else 1  # of each sender: processes that send
        self.smtp_port, self.web_port = ports.any_free(), ports.any_free()
        self.env = os.environ | servers.ensure(root / "data", {"postgres", "redis"})
        self.env |= {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "JOB_LEASE_SECONDS": str(LEASE),
            "MAIL_EVIDENCE": "" if blind else f"folder://{self.archive.parent}",
            "LOG_FORMAT": "text",
            "OWNER_PASSWORD": PASSWORD,
            "PYTHONWARNINGS": "ignore",
        }
        self.line = Line(self.env["DATABASE_URL"])  # to the database, for who writes letters and who sends them
        self.log = (root / "log.txt").open("ab")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.killed = 0  # processes that may have had a letter in their hands

    def furnish(self) -> None:
        """Make the tables and two organizations, and start the mail server."""
        self.run("manage.py", "migrate", "-v", "0")
        self.run("manage.py", "shell", "-v", "0", "-c", FOUND)
        self.start("sink", "-m", "tests.faults.sink", str(self.smtp_port), str(self.archive), str(self.drop))

    def run(self, *command: str) -> str:
        return subprocess.run(
            [sys.executable, *command], cwd=CHECKOUT, env=self.env, check=True, text=True, stdout=-1
        ).stdout

    def start(self, name: str, *command: str, **variables: str) -> None:
        self.processes[name] = subprocess.Popen(
            [sys.executable, *command], cwd=CHECKOUT, env=self.env | variables, stdout=self.log, stderr=self.log
        )

    def start_on_the_line(self, name: str, *command: str) -> None:
        """Start a process that reaches the database by the line which may fail while it commits."""
        self.start(name, *command, DATABASE_URL=self.line.url_of())

    def start_web(self) -> None:
        options = ("--port", str(self.web_port), "--workers", "1", "--blocking-threads", "2")
        self.start("web", "-m", "granian", "--interface", "wsgi", "--no-ws", *options, "happiness.wsgi:application")

    @property
    def programs(self) -> dict[str, tuple[str, ...]]:
        """What does the background work, by name; the first ones hold letters in their hands."""
        if not self.celery:
            return {f"sender{number}": ("manage.py", "drain", "--loop") for number in range(SENDERS)}
        program = ("-m", "celery", "--quiet", "-A", "happiness")
        clocks = {
            f"beat{number}": (*program, "beat", "--schedule", str(self.root / f"beat{number}"), "--pidfile=")
            for number in range(2)
        }
        return {"sender0": (*program, "worker", "--concurrency", str(self.hands)), **clocks}

    def see_to_it(self) -> None:
        """Start what does not run: a server has a supervisor, and so has this house."""
        servers.revive(self.root / "data")
        for name, program in self.programs.items():
            if name not in self.processes or self.processes[name].poll() is not None:
                self.start_on_the_line(name, *program)

    def states(self) -> tuple[Counter[str], set[str]]:
        """Return how many letters are in which state, and the Message-IDs of those that a person must decide about.

        Nothing while the database is away.
        """
        try:
            lines = self.run("manage.py", "shell", "-v", "0", "-c", STATES).splitlines()
        except subprocess.CalledProcessError:
            return Counter(), set()
        told = next(line for line in lines if line.startswith("STATES")).removeprefix("STATES")
        states, held = json.loads(told)
        return Counter(states), set(held)

    def taken(self) -> Counter[str]:
        """Return how often the mail server has taken each Message-ID."""
        return Counter(line.removeprefix("Message-ID: ") for line in self.archive.read_text().split("\n")[:-1])

    def close(self) -> None:
        for process in self.processes.values():
            with suppress(psutil.NoSuchProcess):
                kill(psutil.Process(process.pid))
            process.wait()
        self.line.cut()
        servers.release(self.root / "data")
        self.log.close()

    # --- Faults ---

    def strike(self, fault: str, turn: int) -> None:
        """Let one fault happen; `turn` chooses among several processes of a kind."""
        senders = [name for name in self.programs if name.startswith("sender")]
        victim = self.processes[senders[turn % len(senders)]]
        strikes: dict[str, Callable[[], None]] = {
            "sender": lambda: self._kill_sender(victim),
            "child": lambda: self._kill_child(victim),
            "clock": lambda: self._kill(self.processes["beat0"]),
            "deploy": victim.terminate,  # as a new version does: told to stop, and given time
            "freeze": lambda: halt(psutil.Process(victim.pid), LEASE * 2),
            "frozen redis": lambda: halt(self._server("redis-server"), LEASE * 2),
            "database": lambda: kill(self._server("postgres")),
            "commit": self._kill_the_database_at_a_commit,
            "redis": lambda: kill(self._server("redis-server")),
            "power": self._cut_the_power,
        }
        with suppress(LookupError, psutil.NoSuchProcess):  # it is being started again
            strikes[fault]()

    def _cut_the_power(self) -> None:
        for name in self.programs:
            strike = self._kill_sender if name.startswith("sender") else self._kill
            strike(self.processes[name])
        for name in ("postgres", "redis-server"):
            with suppress(LookupError):
                kill(self._server(name))

    def _kill_the_database_at_a_commit(self) -> None:
        server = self._server("postgres")
        victims = [*server.children(recursive=True), server]  # to look for them then would take longer than a commit

        def strike() -> None:
            time.sleep(random.random() * LONGEST_COMMIT)  # before, while and after it is written down
            for victim in victims:
                with suppress(ProcessLookupError):
                    os.kill(victim.pid, signal.SIGKILL)

        self.line.strike_at_commit(strike)

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        with suppress(psutil.NoSuchProcess):
            kill(psutil.Process(process.pid))

    def _kill_sender(self, process: subprocess.Popen[bytes]) -> None:
        if process.poll() is None:
            self.killed += self.hands
        self._kill(process)

    def _kill_child(self, process: subprocess.Popen[bytes]) -> None:
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(process.pid).children(recursive=True)[:1]:
                self.killed += 1
                child.kill()

    def _server(self, name: str) -> psutil.Process:
        """Return our PostgreSQL or Redis, by the data dir or the port in its title; raise LookupError when it does not run."""
        mark = str(self.root) if name == "postgres" else self.env["REDIS_URL"].rpartition(":")[2].removesuffix("/0")
        found = [
            one
            for one in psutil.process_iter(["name", "cmdline"])
            if one.info["name"] == name and mark in " ".join(one.info["cmdline"] or [])
        ]
        if not found:
            raise LookupError(name)
        return found[0]


class WebVisitor(threading.Thread):
    """Asks the house's web server for a page of the database, again and again, until `leave`."""

    def __init__(self, house: House) -> None:
        super().__init__(daemon=True)
        house.start_web()
        self.visitor = Visitor(f"http://127.0.0.1:{house.web_port}")
        self.left = threading.Event()
        self.start()

    def run(self) -> None:
        while not self.left.wait(0.1):
            with suppress(OSError):  # before it has started
                if not self.visitor.statuses and not self.visitor.sign_in(OWNER, PASSWORD):
                    return
                self.visitor.get("/organizations/")

    def leave(self) -> Counter[int]:
        """Return how often each status was answered; the last answer is a page."""
        wait_for(lambda: self.visitor.statuses[-1:] == [200], "the web server to recover")
        self.left.set()
        self.join()
        return Counter(self.visitor.statuses)


def kill(process: psutil.Process, number: signal.Signals = signal.SIGKILL) -> None:
    """Send the signal to a process and everything it started."""
    for one in [*process.children(recursive=True), process]:
        with suppress(psutil.NoSuchProcess):  # a child may end with its parent
            one.send_signal(number)


def halt(process: psutil.Process, seconds: float) -> None:
    """Freeze a process and everything it started for so many seconds."""
    kill(process, signal.SIGSTOP)

    def go_on() -> None:
        with suppress(psutil.NoSuchProcess):
            kill(process, signal.SIGCONT)

    timer = threading.Timer(seconds, go_on)
    timer.daemon = True
    timer.start()
