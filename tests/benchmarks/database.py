"""A database of a benchmark's own, filled and asked as the restricted role."""

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager

import django


@contextmanager
def own_database() -> Iterator[None]:
    """Start the servers of the tests with an empty database for the block, and throw it away behind it."""
    importlib.import_module("tests.servers")  # starts them, before Django reads its settings
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from accounts.tenancy.owner import as_owner

    with as_owner():
        made = setup_databases(verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set())
    try:
        yield
    finally:
        connection.close()
        with as_owner():
            teardown_databases(made, verbosity=0)
