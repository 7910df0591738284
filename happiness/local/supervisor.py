"""Runs the product's processes side by side: one terminal, one Ctrl-C, and what dies is started again."""

import os
import selectors
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType, TracebackType
from typing import Self

from happiness.local import processes
from happiness.local.paths import CHECKOUT

STOP_PATIENCE = 15.0  # for all children together; `up` as a whole promises 30 s
PAUSES = (0.5, 1.0, 2.0, 5.0, 15.0, 30.0)  # before a process that died is started again; a life of CALM starts anew
CALM = 30.0
LONGEST_LINE = 64 * 1024


@dataclass(frozen=True)
class Program:
    """A command line under a name."""

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]


@dataclass
class _Child:
    program: Program
    keep: bool  # start it again when it ends
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    next_start_at: float = 0.0
    deaths: int = 0
    returncode: int | None = None
    unfinished_line: bytes = field(default=b"")


class Supervisor:
    """A context: leaving it ends every process that was started in it."""

    def __init__(self, width: int = 8) -> None:
        self.stopping = False
        self._width = width
        self._children: list[_Child] = []
        self._selector = selectors.DefaultSelector()
        self._signals = 0
        self._mute = False

    def __enter__(self) -> Self:
        # The wake-up socket lets a signal interrupt the wait for output.
        self._wake_up, self._waker = socket.socketpair()
        for end in (self._wake_up, self._waker):
            end.setblocking(False)
        self._selector.register(self._wake_up, selectors.EVENT_READ)
        signal.set_wakeup_fd(self._waker.fileno())
        for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # Under nohup a closed terminal is no reason to stop.
            if signum is not signal.SIGHUP or signal.getsignal(signum) is not signal.SIG_IGN:
                signal.signal(signum, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop_all()

    def say(self, text: str, name: str = "up") -> None:
        """Print a line under a name; a terminal that is gone is a reason to stop, not to fail."""
        if self._mute:
            return
        try:
            for line in text.splitlines() or [""]:
                sys.stdout.write(f"{name:<{self._width}}| {line}\n")
            sys.stdout.flush()
        except OSError:
            self._mute = self.stopping = True

    def finish(self, program: Program) -> int:
        """Run a program to its end and return its exit code; after a stop request, whatever its state, return 0."""
        child = self._add(program, keep=False)
        while child.returncode is None and not self.stopping:
            self.turn()
        return child.returncode or 0

    def keep(self, program: Program) -> None:
        """Run a program from now on."""
        self._add(program, keep=True)

    def turn(self, patience: float = 0.5) -> None:
        """Wait a moment for output, pass it on, and see to those that ended."""
        for key, _ in self._selector.select(patience):
            if key.data is not None:
                self._read(key.data)
            else:
                with suppress(BlockingIOError):
                    self._wake_up.recv(64)
        now = time.monotonic()
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                self._bury(child, now)
            if child.process is None and child.keep and not self.stopping and now >= child.next_start_at:
                self._start(child)

    def _on_signal(self, signum: int, frame: FrameType | None) -> None:
        self._signals += 1
        self.stopping = True

    def _add(self, program: Program, *, keep: bool) -> _Child:
        child = _Child(program, keep)
        self._children.append(child)
        self._start(child)
        return child

    def _start(self, child: _Child) -> None:
        child.started_at = time.monotonic()
        child.process = processes.spawn(child.program.argv, env=child.program.env, cwd=CHECKOUT, output=subprocess.PIPE)
        assert child.process.stdout is not None
        os.set_blocking(child.process.stdout.fileno(), False)
        self._selector.register(child.process.stdout, selectors.EVENT_READ, child)

    def _read(self, child: _Child) -> bool:
        """Pass on what a child has written; return whether there may be more."""
        assert child.process is not None
        assert child.process.stdout is not None
        try:
            chunk = os.read(child.process.stdout.fileno(), LONGEST_LINE)
        except BlockingIOError:
            return False
        *lines, child.unfinished_line = (child.unfinished_line + chunk).split(b"\n")
        if len(child.unfinished_line) > LONGEST_LINE or (not chunk and child.unfinished_line):
            lines, child.unfinished_line = [*lines, child.unfinished_line], b""
        for line in lines:
            self.say(line.decode(errors="replace"), child.program.name)
        if not chunk:
            self._selector.unregister(child.process.stdout)
        return bool(chunk)

    def _bury(self, child: _Child, now: float) -> None:
        process = child.process
        assert process is not None
        assert process.stdout is not None
        processes.kill_group(process)  # its own children may outlive it, and hold its port and its pipe
        if process.stdout in self._selector.get_map():
            while self._read(child):
                pass
        if process.stdout in self._selector.get_map():
            self._selector.unregister(process.stdout)
        process.stdout.close()
        child.process, child.returncode = None, process.returncode
        if not child.keep or self.stopping:
            return
        if now - child.started_at > CALM:
            child.deaths = 0
        pause = PAUSES[min(child.deaths, len(PAUSES) - 1)]
        child.deaths += 1
        child.next_start_at = now + pause
        self.say(f"{child.program.name} {processes.end_of(process.returncode)}; starting it again in {pause:g} s")

    def _stop_all(self) -> None:
        """End everything politely and at once; after the patience, or at a second Ctrl-C, by force."""
        self.stopping = True
        for child in self._children:
            if child.process is not None:
                child.process.send_signal(signal.SIGTERM)
        give_up_at, signals = time.monotonic() + STOP_PATIENCE, self._signals
        while any(child.process for child in self._children):
            if time.monotonic() > give_up_at or self._signals > signals:
                break
            self.turn(0.1)
        for child in self._children:
            if child.process is not None:
                self._bury(child, time.monotonic())
