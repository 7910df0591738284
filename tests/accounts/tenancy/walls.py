"""Taking a wall down, inside a `with`, and putting it back whatever happens: the proof that it bears the load."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import default_key_func
from django.db import connection

from accounts.tenancy.owner import as_owner
from tests.accounts.tenancy.houses import OWNED

TABLES = ["accounts_organization", *(model._meta.db_table for model in OWNED)]


@contextmanager
def owner() -> Iterator[psycopg2.extensions.cursor]:
    """Yield a cursor of the tables' owner in the test's database, each statement its own transaction.

    The application's connection is closed first: a lock of its open transaction would wait for ever.
    """
    connection.close()
    address = settings.TENANCY["OWNER_DATABASE"]
    raw = psycopg2.connect(
        dbname=connection.settings_dict["NAME"],
        user=address["USER"],
        password=address["PASSWORD"],
        host=address["HOST"],
        port=address["PORT"] or None,
    )
    raw.autocommit = True
    try:
        with raw.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
            yield cursor
    finally:
        raw.close()


@contextmanager
def changed_by_owner(down: list[str], up: list[str]) -> Iterator[None]:
    """Run the statements `down` as the owner, and `up` when the block is left."""
    with owner() as cursor:
        for statement in down:
            cursor.execute(statement)
    try:
        yield
    finally:
        with owner() as cursor:
            for statement in up:
                cursor.execute(statement)


@contextmanager
def without_row_level_security() -> Iterator[None]:
    with changed_by_owner(
        [f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY" for table in TABLES],
        [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in TABLES],
    ):
        yield


@contextmanager
def as_the_owner_in_django() -> Iterator[None]:
    """Let Django itself connect as the owner of the tables."""
    with as_owner():
        yield


@contextmanager
def without_rooms_in_the_cache() -> Iterator[None]:
    cache = caches["default"]
    rooms, cache.key_func = cache.key_func, default_key_func
    try:
        yield
    finally:
        cache.key_func = rooms
