"""A line between the product and its database that can fail: cut for all, or in the moment of a commit.

Then the server's answer is lost: the commit has happened, and the client cannot know. Or something is done to the server before
it can answer (`strike_at_commit`), and nobody can know.
"""

import os
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import unquote, urlsplit

from happiness.local import ports

# As a client writes it: COMMIT, or statements in one string, which are one transaction (accounts.tenancy.statements).
COMMIT = re.compile(rb"Q\x00\x00\x00\x0bCOMMIT\x00|SET LOCAL app\.organization_id = '[^']+'; ")


class Line:
    def __init__(self, database: str) -> None:
        self.port, self.database = ports.any_free(), database
        self.lose_every = 0  # the answer to each n-th commit; 0: none
        self.commits = self.lost = 0
        self._strike: Callable[[], None] | None = None
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._counting = threading.Lock()
        self.mend()

    def url_of(self, address: str = "") -> str:
        """Return the address by way of this line: that of the database, or another one of the same server."""
        parts = urlsplit(address or self.database)
        who = parts.netloc.rpartition("@")[0]
        return parts._replace(netloc=f"{who}@127.0.0.1:{self.port}").geturl()

    def mend(self) -> None:
        """Let connections through."""
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, args=[self._listener], daemon=True).start()

    def cut(self) -> None:
        """Break every connection and refuse new ones."""
        _break(self._listener)  # wakes who accepts
        for pair in self._pairs:
            _break(*pair)
        self._pairs.clear()

    def strike_at_commit(self, strike: Callable[[], None]) -> None:
        """Do this once, as soon as the next commit was handed to the server."""
        self._strike = strike

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _address = listener.accept()
            except OSError:
                return
            try:
                server = self._server()
            except OSError:  # it is away
                client.close()
                continue
            self._pairs.append((client, server))
            lost = threading.Event()
            threading.Thread(target=self._forward, args=[client, server, lost], daemon=True).start()
            threading.Thread(target=self._answer, args=[server, client, lost], daemon=True).start()

    def _forward(self, client: socket.socket, server: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while chunk := client.recv(65536):
                is_commit = bool(COMMIT.search(chunk))
                if is_commit and self._is_to_be_lost():
                    lost.set()
                server.sendall(chunk)
                if is_commit and self._strike:
                    strike, self._strike = self._strike, None
                    strike()
        _break(client, server)

    def _answer(self, server: socket.socket, client: socket.socket, lost: threading.Event) -> None:
        with suppress(OSError):
            while (chunk := server.recv(65536)) and not lost.is_set():
                client.sendall(chunk)
        _break(client, server)

    def _server(self) -> socket.socket:
        address = urlsplit(self.database)
        host = unquote(address.netloc.rpartition("@")[2])
        if host.startswith("/"):
            server = socket.socket(socket.AF_UNIX)
            try:
                server.connect(f"{host}/.s.PGSQL.5432")
            except OSError:
                server.close()
                raise
            return server
        return socket.create_connection((address.hostname, address.port or 5432))

    def _is_to_be_lost(self) -> bool:
        with self._counting:
            self.commits += 1
            is_lost = bool(self.lose_every) and self.commits % self.lose_every == 0
            self.lost += is_lost
            return is_lost


@contextmanager
def line() -> Iterator[Line]:
    """Return a line to the tests' database."""
    made = Line(os.environ["DATABASE_URL"])
    try:
        yield made
    finally:
        made.cut()


def _break(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()
