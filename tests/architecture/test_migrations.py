"""The tables are what the models say, and every step can be taken back."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from accounts.tenancy import audit_catalog
from accounts.tenancy.owner import as_owner
from tests.architecture.source import APPS

EVERYTHING = """
SELECT 'column', table_name, column_name, data_type || is_nullable || coalesce(column_default, '')
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'policy', tablename, policyname, cmd || roles::text || qual || coalesce(with_check, '') FROM pg_policies
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'function', pronamespace::regnamespace::text, proname, pg_get_functiondef(oid) || coalesce(proacl::text, '')
FROM pg_proc WHERE pronamespace = to_regnamespace('tenancy')
UNION ALL SELECT 'rights', relname, relkind::text, coalesce(relacl::text, '') || relrowsecurity || relforcerowsecurity
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
ORDER BY 1, 2, 3
"""


@pytest.fixture
def empty_database(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A database of this test alone, reached as the owner."""
    name = connection.settings_dict["NAME"]
    scratch = f"{name}_migrations"
    with django_db_blocker.unblock(), as_owner():
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{scratch}"')
            cursor.execute(f'CREATE DATABASE "{scratch}"')
        connection.close()
        connection.settings_dict["NAME"] = scratch
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name
            with connection.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{scratch}"')


def catalog() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(EVERYTHING)
        return cursor.fetchall()


def migrate(*arguments: str) -> None:
    call_command("migrate", *arguments, verbosity=0, interactive=False)


def test_no_migration_is_missing(db):
    said = StringIO()
    call_command("makemigrations", *APPS, check=True, dry_run=True, stdout=said, verbosity=1)
    assert "No changes detected" in said.getvalue()


def test_migrations_have_one_end_each():
    assert MigrationLoader(None).detect_conflicts() == {}


def test_every_migration_can_be_taken_back_and_done_again(empty_database):
    migrate()
    done = catalog()
    assert audit_catalog.findings() == []

    migrate("accounts", "zero")
    left = {row[1] for row in catalog() if row[0] == "column"}
    assert {table for table in left if table.startswith(APPS)} == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('tenancy')")
        assert cursor.fetchone() == (None,)

    migrate()
    assert catalog() == done
    assert audit_catalog.findings() == []
