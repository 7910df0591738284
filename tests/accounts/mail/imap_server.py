"""A real IMAP server (pymap, in memory) in a process of its own, and a line to it that can be cut at a word."""

import imaplib
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from happiness.local import ports
from tests.waiting import is_heard, wait_for

USER, PASSWORD = "post", "se:cret"


@dataclass(frozen=True, slots=True)
class Server:
    port: int

    @property
    def url(self) -> str:
        return url(self.port)

    @contextmanager
    def open(self) -> Iterator[imaplib.IMAP4]:
        with imaplib.IMAP4("127.0.0.1", self.port, timeout=10) as client:
            client.login(USER, PASSWORD)
            client.select("INBOX")
            yield client

    def empty(self) -> None:
        with self.open() as client:
            client.store("1:*", "+FLAGS", r"(\Deleted)")
            client.expunge()

    def deliver(self, content: bytes) -> None:
        with self.open() as client:
            client.append("INBOX", None, None, content)

    def count(self, *criteria: str) -> int:
        with self.open() as client:
            return len(client.search(None, *criteria)[1][0].split())


def url(port: int) -> str:
    return f"imap://{USER}:{PASSWORD.replace(':', '%3A')}@127.0.0.1:{port}/INBOX"


@contextmanager
def start() -> Iterator[Server]:
    """Run the server until the end of the block."""
    port = ports.any_free()
    command = [Path(sys.executable).with_name("pymap"), "--host", "127.0.0.1", "--port", str(port), "--no-tls"]
    account = ["dict", "--demo-data", "--demo-user", USER, "--demo-password", PASSWORD]
    process = subprocess.Popen([*command, *account], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(lambda: is_heard(port), "the IMAP server")
        server = Server(port)
        server.empty()
        yield server
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextmanager
def cut_at(word: bytes, server: Server, *, then: Callable[[], object] = lambda: None) -> Iterator[str]:
    """Forward one connection to the server, and cut it when the client says the word; yield the line's URL."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_forward, args=(listener, server.port, word, then))
        thread.start()
        yield url(listener.getsockname()[1])
        thread.join(timeout=30)
        assert not thread.is_alive()


def _forward(listener: socket.socket, port: int, word: bytes, then: Callable[[], object]) -> None:
    client, _address = listener.accept()
    with client, socket.create_connection(("127.0.0.1", port)) as server:
        answers = threading.Thread(target=_pump, args=(server, client))
        answers.start()
        while (said := client.recv(65536)) and word not in said:
            server.sendall(said)
        then()
        for line in (client, server):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        answers.join()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while said := source.recv(65536):
            target.sendall(said)
