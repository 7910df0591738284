"""Letters under kill -9: `python -m tests.faults.run --letters 5000 --faults 24 [--blind]`.

Real senders (`manage.py drain --loop`), a real PostgreSQL and Redis of their own, a counting mail server. Faults come by
progress: a sender, the whole of PostgreSQL, Redis, all at once. Without `--blind` the senders may ask the server's archive
about a letter in doubt; with it nobody can be asked. Prints what became of every letter.
"""

import argparse
import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

import psutil

from happiness.local import ports, servers

SENDERS = 3
FAULTS = ("sender", "database", "redis", "sender", "database", "power")
STUCK = 240.0
CHECKOUT = Path(__file__).resolve().parents[2]


class House:
    """An installation for one run, in a folder of its own."""

    def __init__(self, root: Path, *, blind: bool) -> None:
        self.root, self.archive = root, root / "archive" / "all.eml"
        self.archive.parent.mkdir(parents=True, exist_ok=True)
        self.archive.touch()
        self.smtp_port = ports.any_free()
        self.env = os.environ | servers.ensure(root / "data", {"postgres", "redis"})
        self.env |= {
            "DJANGO_SETTINGS_MODULE": "happiness.settings",
            "EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "JOB_LEASE_SECONDS": "5",
            "MAIL_EVIDENCE": "" if blind else f"folder://{self.archive.parent}",
            "LOG_FORMAT": "text",
        }
        self.log = (root / "log.txt").open("ab")
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def run(self, *command: str) -> str:
        return subprocess.run(
            [sys.executable, *command], cwd=CHECKOUT, env=self.env, check=True, text=True, stdout=-1
        ).stdout

    def start(self, name: str, *command: str) -> None:
        self.processes[name] = subprocess.Popen(
            [sys.executable, *command], cwd=CHECKOUT, env=self.env, stdout=self.log, stderr=self.log
        )

    def start_senders(self) -> None:
        """Start what does not run: a server has a supervisor, and so has this one."""
        servers.revive(self.root / "data")
        for number in range(SENDERS):
            name = f"sender{number}"
            if name not in self.processes or self.processes[name].poll() is not None:
                self.start(name, "manage.py", "drain", "--loop")

    def kill(self, fault: str, turn: int) -> None:
        if fault in {"sender", "power"}:
            for number in range(SENDERS) if fault == "power" else [turn % SENDERS]:
                self.processes[f"sender{number}"].kill()
        if fault in {"database", "power"}:
            self._kill_server("postgres")
        if fault in {"redis", "power"}:
            self._kill_server("redis-server")

    def _kill_server(self, name: str) -> None:
        ours = str(self.root)
        for process in psutil.process_iter(["name", "cmdline"]):
            line = " ".join(process.info["cmdline"] or [])
            if process.info["name"] == name and ours in line:
                for child in [*process.children(recursive=True), process]:
                    with suppress(psutil.NoSuchProcess):  # a child may end with its parent
                        child.send_signal(signal.SIGKILL)

    def states(self) -> Counter[str]:
        """Return how many letters are in which state; an empty count while the database is away."""
        code = (
            "from collections import Counter\n"
            "from accounts.mail.models import OutgoingEmail\n"
            "from accounts.tenancy.context import tenant_context\n"
            "from accounts.tenancy.registry import active_organization_ids\n"
            "found = Counter()\n"
            "for one in active_organization_ids():\n"
            "    with tenant_context(one):\n"
            "        found.update(OutgoingEmail.objects.values_list('state', flat=True))\n"
            "import json; print('STATES', json.dumps(found))\n"
        )
        try:
            lines = self.run("manage.py", "shell", "-v", "0", "-c", code).splitlines()
        except subprocess.CalledProcessError:
            return Counter()
        return Counter(json.loads(next(line for line in lines if line.startswith("STATES")).removeprefix("STATES")))

    def taken(self) -> Counter[str]:
        """Return how often the mail server has taken each Message-ID."""
        return Counter(self.archive.read_text().split("\n")[:-1])

    def close(self) -> None:
        for process in self.processes.values():
            process.kill()
            process.wait()
        servers.release(self.root / "data")
        self.log.close()


def run(*, letters: int, faults: int, blind: bool, root: Path) -> dict[str, object]:
    """Return what became of the letters: lost, doubled, by state; and how many faults there were."""
    house = House(root, blind=blind)
    try:
        house.run("manage.py", "migrate", "-v", "0")
        house.env["DEMO_PASSWORD"] = "unused here"
        house.run("manage.py", "seed_demo")
        house.start("sink", "-m", "tests.faults.sink", str(house.smtp_port), str(house.archive))
        house.start_senders()
        house.start("producer", "-m", "tests.faults.producer", str(letters))
        done = _under_fire(house, letters, faults)
        states = _settled(house, letters)
        taken = house.taken()
    finally:
        house.close()
    return {
        "letters": letters,
        "faults": done,
        "rows": sum(states.values()),
        "states": dict(states),
        "lost": letters - len(taken),
        "doubled": sum(times - 1 for times in taken.values()),
    }


def _under_fire(house: House, letters: int, faults: int) -> int:
    """Kill something each time another share of the letters has left."""
    waiting, done = [letters * (turn + 1) // (faults + 1) for turn in range(faults)], 0
    kinds, idle_since, before = itertools.cycle(FAULTS), time.monotonic(), 0
    while waiting:
        house.start_senders()
        count = len(house.taken())
        if count != before:
            before, idle_since = count, time.monotonic()
        if time.monotonic() - idle_since > STUCK:
            raise RuntimeError(f"stuck at {count} of {letters}")
        if count >= waiting[0]:
            waiting.pop(0)
            house.kill(next(kinds), done)
            done += 1
        time.sleep(0.05)
    return done


def _settled(house: House, letters: int) -> Counter[str]:
    """Wait until no letter is on its way any more."""
    give_up_at = time.monotonic() + STUCK
    while time.monotonic() < give_up_at:
        house.start_senders()
        states = house.states()
        if sum(states.values()) == letters and not states.keys() & {"pending", "attempting", "unknown"}:
            return states
        time.sleep(1)
    raise RuntimeError(f"not settled: {dict(states)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=5000)
    parser.add_argument("--faults", type=int, default=24)
    parser.add_argument("--blind", action="store_true", help="nobody can be asked about a letter in doubt")
    given = parser.parse_args()
    folder = Path("/var/tmp") / f"happiness-faults-{os.getpid()}"
    folder.mkdir()
    started = time.monotonic()
    report = run(letters=given.letters, faults=given.faults, blind=given.blind, root=folder)
    print(json.dumps(report | {"seconds": round(time.monotonic() - started)}, indent=1))
    shutil.rmtree(folder)
