"""The owner of the tables, for migrations (and for tests that build a database) and for nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections

KEYS = ("NAME", "USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_owner(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Run the block on a connection of the table owner; raise ImproperlyConfigured without DATABASE_OWNER_URL."""
    owner = settings.TENANCY["OWNER_DATABASE"]
    if not owner:
        raise ImproperlyConfigured("DATABASE_OWNER_URL is not set: migrations need the owner of the tables")
    connection = connections[using]
    before = dict(connection.settings_dict)
    connection.close()
    # The name stays: a test runs on a database of its own.
    connection.settings_dict.update({key: owner[key] for key in KEYS if key != "NAME"}, OWNER=True)
    try:
        yield
    finally:
        connection.close()
        name = connection.settings_dict["NAME"]
        connection.settings_dict.clear()
        connection.settings_dict.update(before, NAME=name)
