"""Letters under faults: `python -m tests.faults.run --letters 5000 --faults 24`; `--help` names what else it does.

Real senders (`manage.py drain --loop`, or with `--celery` a worker of two processes and two clocks), a PostgreSQL and a Redis
of their own, a counting mail server, a web server with a visitor. Faults come by progress, one kind after the other: kill -9
of a sender, of one process of a worker, of a clock, of the whole of PostgreSQL, at any moment or while it commits, of Redis
(which comes back empty), of all at once; a sender or Redis frozen for twice a lease; a sender told to stop. Without `--blind`
the senders may ask the mail server's archive about a letter in doubt; with it nobody can be asked, and such a letter is held
for a person. `--drop` is the share of letters that the server takes without saying so, `--poison` how many that can never leave
stand among the others. Prints what became of every letter.
"""

import argparse
import itertools
import json
import os
import shutil
import time
from collections import Counter
from pathlib import Path

from tests.faults.house import House, WebVisitor

LOOPS = ("sender", "database", "freeze", "redis", "deploy", "commit", "frozen redis", "power")
CELERY = ("sender", "child", "database", "redis", "clock", "commit", "frozen redis", "freeze", "deploy", "power")
STUCK = 240.0


def run(
    *,
    letters: int,
    faults: int,
    root: Path,
    blind: bool = False,
    celery: bool = False,
    drop: float = 0.0,
    only: tuple[str, ...] = (),
    poison: int = 0,
    visited: bool = True,
) -> dict[str, object]:
    """Return what became of the letters: lost (neither taken nor held), doubled, by state; faults, and the web's answers."""
    house = House(root, blind=blind, celery=celery, drop=drop)
    try:
        house.furnish()
        house.see_to_it()
        visitor = WebVisitor(house) if visited else None
        kind = "careful" if blind else "password_set"  # who cannot ask lets a person decide
        house.start_on_the_line("producer", "-m", "tests.faults.producer", kind, str(letters), str(poison))
        done = _under_fire(house, letters, faults, only or (CELERY if celery else LOOPS))
        states, held = _settled(house, letters + poison)
        answers = visitor.leave() if visitor else {}
        taken = house.taken()
    finally:
        house.close()
    return {
        "letters": letters,
        "faults": dict(done),
        "killed": house.killed,
        "rows": sum(states.values()),
        "states": dict(states),
        "lost": letters - len(taken.keys() | held),
        "doubled": sum(times - 1 for times in taken.values()),
        "web": dict(answers),
    }


def _under_fire(house: House, letters: int, faults: int, kinds: tuple[str, ...]) -> Counter[str]:
    """Let something happen each time another share of the letters has left."""
    waiting, done = [letters * (turn + 1) // (faults + 1) for turn in range(faults)], Counter[str]()
    coming, idle_since, before = itertools.cycle(kinds), time.monotonic(), 0
    while waiting:
        house.see_to_it()
        count = len(house.taken())
        if count != before:
            before, idle_since = count, time.monotonic()
        if time.monotonic() - idle_since > STUCK:
            raise RuntimeError(f"stuck at {count} of {letters}")
        if count >= waiting[0]:
            waiting.pop(0)
            fault = next(coming)
            house.strike(fault, done.total())
            done[fault] += 1
        time.sleep(0.05)
    return done


def _settled(house: House, letters: int) -> tuple[Counter[str], set[str]]:
    """Wait until no letter is on its way any more, however slow the machine is; return how many are in which state, and
    the Message-IDs of those that are held."""
    states, moved_at = Counter[str](), time.monotonic()
    while time.monotonic() - moved_at < STUCK:
        house.see_to_it()
        before, (states, held) = states, house.states()
        if states != before:
            moved_at = time.monotonic()
        if states.total() == letters and not states.keys() & {"pending", "attempting", "unknown"}:
            return states, held
        time.sleep(1)
    raise RuntimeError(f"stuck at {dict(states)}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--letters", type=int, default=5000)
    parser.add_argument("--faults", type=int, default=24)
    parser.add_argument("--celery", action="store_true", help="Celery does the work")
    parser.add_argument("--blind", action="store_true", help="nobody can be asked about a letter in doubt")
    parser.add_argument("--drop", type=float, default=0.0, help="share of letters that are taken without an answer")
    parser.add_argument("--poison", type=int, default=0, help="letters that can never leave, among the others")
    parser.add_argument("--only", nargs="+", default=(), choices=CELERY, help="only these kinds of faults")
    given = vars(parser.parse_args())
    folder = Path("/var/tmp") / f"happiness-faults-{os.getpid()}"
    folder.mkdir()
    started = time.monotonic()
    report = run(**given | {"only": tuple(given["only"])}, root=folder)
    print(json.dumps(report | {"seconds": round(time.monotonic() - started)}, indent=1))
    shutil.rmtree(folder)
