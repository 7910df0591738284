"""Transaction pooling: clients that believe they have a connection, and share one that goes from transaction to transaction."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.db import OperationalError, connection, connections

from accounts.tenancy.backend.base import DatabaseWrapper
from happiness.local import ports
from happiness.local.postgres import SYSTEM_USER
from tests.waiting import wait_for


class _OneAtATime(psycopg2.extensions.cursor):
    def execute(self, *arguments: Any) -> None:
        with self.connection_of_client.turn():
            super().execute(*arguments)


class _Client:
    """A connection as Django sees it. It holds the server's connection while a transaction of its own is open."""

    def __init__(self, server: Any, lock: Any) -> None:
        self._server, self._lock, self._in_transaction = server, lock, False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._server, name)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Borrow the server's connection for one statement, unless it is ours already."""
        if self._in_transaction:
            yield
        else:
            with self._lock:
                yield

    @property
    def autocommit(self) -> bool:
        return not self._in_transaction

    @autocommit.setter
    def autocommit(self, on: bool) -> None:
        if on != self._in_transaction:
            return
        if on:
            self._server.autocommit = True
            self._in_transaction = False
            self._lock.release()
        else:
            self._lock.acquire()
            self._in_transaction = True
            self._server.autocommit = False

    def cursor(self, *arguments: Any, **options: Any) -> Any:
        cursor = self._server.cursor(*arguments, cursor_factory=_OneAtATime, **options)
        cursor.connection_of_client = self
        return cursor

    def close(self) -> None:
        self.autocommit = True


@contextmanager
def one_connection_for_all() -> Iterator[None]:
    """Let every thread's Django connection be a client of one real connection."""
    connection.close()
    connection.ensure_connection()
    server, connection.connection = connection.connection, None
    lock = threading.Lock()

    def join_the_pool(*arguments: Any) -> _Client:
        return _Client(server, lock)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseWrapper, "get_new_connection", join_the_pool)
        yield
        connection.close()
    server.close()


def pgbouncer() -> str | None:
    """Return where Debian's pooler is, if it is installed."""
    return shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def behind_pgbouncer(folder: Path, *, servers: int) -> Iterator[None]:
    """Let every thread connect to a real pgbouncer in transaction mode with so many connections to the server."""
    database, port = connections.settings["default"], ports.any_free()
    before = dict(database)
    connection.close()
    (folder / "pgbouncer.ini").write_text(
        f"""[databases]
pooled = host={before["HOST"]} {f"port={before['PORT']}" if before["PORT"] else ""} dbname={before["NAME"]} \
user={before["USER"]} password={before["PASSWORD"]}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {servers}
ignore_startup_parameters = extra_float_digits,options
"""
    )
    as_user = ["-u", SYSTEM_USER] if os.geteuid() == 0 else []
    pooler = subprocess.Popen(
        [pgbouncer(), "-q", *as_user, str(folder / "pgbouncer.ini")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    database.update(HOST="127.0.0.1", PORT=port, NAME="pooled", DISABLE_SERVER_SIDE_CURSORS=True)
    try:
        wait_for(lambda: _answers(pooler), "pgbouncer")
        yield
    finally:
        connection.close()
        database.update(before)
        pooler.terminate()
        pooler.wait(10)


def _answers(pooler: subprocess.Popen[bytes]) -> bool:
    assert pooler.poll() is None, "pgbouncer did not start"
    try:
        connection.ensure_connection()
    except OperationalError:  # not yet
        return False
    return True
