"""The supervisor with programs of a few lines, in a process of its own because it takes the signals."""

import json
import signal
import subprocess
import sys

import psutil
import pytest

from happiness.local.paths import CHECKOUT
from tests.happiness.local.conftest import clean_environ
from tests.waiting import wait_for

SUPERVISE = """
import json, os, sys
from happiness.local import supervisor
supervisor.STOP_PATIENCE, supervisor.PAUSES = 1.0, (0.1,)
programs = [supervisor.Program(name, (sys.executable, "-u", "-c", code), os.environ) for name, code in json.loads(sys.argv[1])]
with supervisor.Supervisor() as watching:
    for program in programs[:-1]:
        watching.say(f"ended with {watching.finish(program)}")
    watching.keep(programs[-1])
    while not watching.stopping:
        watching.turn()
"""
SLEEP = "print('here'); import time; time.sleep(600)"


class Supervised:
    def __init__(self, *programs: tuple[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", SUPERVISE, json.dumps(programs)],
            cwd=CHECKOUT,
            env=clean_environ(),
            stdout=subprocess.PIPE,
            text=True,
        )

    def read_until(self, text: str) -> list[str]:
        lines = []
        for line in self.process.stdout:
            lines.append(line.rstrip("\n"))
            if text in line:
                return lines
        pytest.fail(f"{text} was not said: {lines}")

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def stop(self, *signals: signal.Signals) -> list[str]:
        for signum in signals:
            self.process.send_signal(signum)
        said, _ = self.process.communicate(timeout=30)
        return said.splitlines()


@pytest.fixture
def supervise():
    started = []

    def start(*programs: tuple[str, str]) -> Supervised:
        started.append(Supervised(*programs))
        return started[-1]

    yield start
    for one in started:
        one.process.terminate()  # not killed: it has to end what it started
        one.process.communicate(timeout=30)


def test_steps_come_one_after_the_other_and_lines_tell_whose_they_are(supervise) -> None:
    running = supervise(("one", "print('a\\nb', end='')"), ("two", "raise SystemExit(3)"), ("web", SLEEP))
    assert running.read_until("here") == [
        "one     | a",
        "one     | b",
        "up      | ended with 0",
        "up      | ended with 3",
        "web     | here",
    ]
    assert running.stop(signal.SIGTERM) == []
    assert running.process.returncode == 0


def test_what_dies_is_started_again_without_what_it_left_behind(supervise) -> None:
    leave = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']); "
    running = supervise(("web", leave + SLEEP))
    running.read_until("here")
    parent, orphan = sorted(running.children(), key=lambda one: one.create_time())
    parent.kill()
    assert any("web was killed by SIGKILL; starting it again" in line for line in running.read_until("here"))
    assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE


def test_a_child_that_does_not_listen_is_stopped_all_the_same(supervise) -> None:
    deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); " + SLEEP
    running = supervise(("web", deaf))
    running.read_until("here")
    children = running.children()
    running.stop(signal.SIGINT)
    assert not [one for one in children if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def test_a_descendant_in_a_session_of_its_own_does_not_hold_it_up(supervise) -> None:
    nap = "[sys.executable, '-c', 'import time; time.sleep(5)']"
    running = supervise(("web", f"import subprocess, sys; subprocess.Popen({nap}, start_new_session=True)"))
    running.read_until("starting it again in 0.1 s")
    running.read_until("starting it again in 0.1 s")
    running.process.terminate()
    assert running.process.wait(4) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems cannot tie a child to its parent")
def test_children_of_a_killed_supervisor_end_with_it(supervise) -> None:
    running = supervise(("web", SLEEP))
    running.read_until("here")
    (child,) = running.children()
    running.process.kill()
    wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, "the child's end")


def test_under_nohup_a_closed_terminal_is_no_reason_to_stop(supervise) -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        deaf = supervise(("web", SLEEP))
        signal.signal(signal.SIGHUP, signal.SIG_DFL)  # the tests themselves may run under nohup
        listening = supervise(("web", SLEEP))
    finally:
        signal.signal(signal.SIGHUP, before)
    for running in (deaf, listening):
        running.read_until("here")
        running.process.send_signal(signal.SIGHUP)
    assert listening.process.wait(30) == 0
    assert deaf.process.poll() is None
