"""A file store of its own for every test, and the hand of somebody who owns the tables."""

from collections.abc import Callable

import pytest
from django.db import connection, transaction

from accounts.audit import actions
from accounts.organizations.models import Organization
from accounts.tenancy.context import tenant_context
from accounts.tenancy.owner import as_owner


@pytest.fixture(autouse=True)
def _files(settings, tmp_path) -> None:
    """Keep published heads in a folder of the test."""
    default = settings.STORAGES["default"]
    options = {**default["OPTIONS"], "location": tmp_path}
    settings.STORAGES = {**settings.STORAGES, "default": {**default, "OPTIONS": options}}


@pytest.fixture
def seal(now) -> Callable[[Organization], None]:
    """Seal as the job does: in a scope of its own."""

    def run(organization: Organization) -> None:
        with tenant_context(organization.pk):
            actions.seal([organization.pk], now)

    return run


@pytest.fixture
def tamper() -> Callable[..., None]:
    """Change the trail as nobody but the owner of the tables could: with the triggers switched off."""

    def run(organization: Organization, *statements: str) -> None:
        tables = ("accounts_auditseal", "accounts_auditentry")
        with as_owner(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL app.organization_id = %s", [str(organization.pk)])
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            for statement in statements:
                cursor.execute(statement)
                assert cursor.rowcount
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in tables:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")

    return run
