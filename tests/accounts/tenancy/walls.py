"""Taking a wall down, inside a `with`, and putting it back whatever happens: the proof that it bears the load."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import default_key_func
from django.db import connection, connections, models

from accounts.organizations.models import Employee, Organization
from accounts.organizations.roles import Role
from accounts.tenancy import context, fields, middleware
from accounts.tenancy.models import TenantManager
from accounts.tenancy.owner import as_owner
from accounts.tenancy.registry import Seat, active_organization_ids
from tests.accounts.tenancy.houses import OWNED

TABLES = ["accounts_organization", *(model._meta.db_table for model in OWNED)]


@contextmanager
def owner() -> Iterator[psycopg2.extensions.cursor]:
    """Yield a cursor of the tables' owner in the test's database, each statement its own transaction.

    Django's connection is closed first: a lock of its open transaction would be waited for.
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
def patched(target: Any, name: str, value: Any) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(target, name, value)
        yield


# --- Door and scope ---


def without_the_door() -> AbstractContextManager[None]:
    """Let the middleware believe that everybody has a seat everywhere."""

    def seats_everywhere(user_id: object, *, now: object) -> list[Seat]:
        seats = []
        for organization_id in active_organization_ids():
            with context.tenant_context(organization_id):
                house, employee = Organization.objects.get(), Employee.objects.order_by("created_at", "id")[0]
            seats.append(Seat(organization_id, house.slug, house.name, Role.OWNER, employee.pk, employee.pk))
        return seats

    return patched(middleware, "seats_of", seats_everywhere)


@contextmanager
def with_a_scope_of_the_session() -> Iterator[None]:
    """Let the scope's setting outlive its transaction, as `SET` without LOCAL does."""

    def set_for_the_session(value: str, using: str) -> None:
        with connections[using].cursor() as cursor:
            cursor.execute("SET app.organization_id = %s", [value])

    try:
        with patched(context, "_set_local", set_for_the_session):
            yield
    finally:
        connection.close()


# --- Python ---


def without_the_manager() -> AbstractContextManager[None]:
    """Let the default manager filter nothing."""
    return patched(TenantManager, "get_queryset", models.Manager.get_queryset)


def without_the_joins_condition() -> AbstractContextManager[None]:
    """Let joins compare ids alone, as those of Django's own keys do."""
    return patched(fields.TenantForeignKey, "get_extra_restriction", models.ForeignKey.get_extra_restriction)


def without_rooms_in_the_cache() -> AbstractContextManager[None]:
    return patched(caches["default"], "key_func", default_key_func)


# --- The database ---


def without_row_level_security() -> AbstractContextManager[None]:
    return changed_by_owner(
        [f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY" for table in TABLES],
        [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY" for table in TABLES],
    )


def without_force() -> AbstractContextManager[None]:
    """Let the owner of the tables be above their policies, as PostgreSQL does unless it is told otherwise."""
    return changed_by_owner(
        [f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in TABLES],
        [f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in TABLES],
    )


def with_a_key_over_one_column() -> AbstractContextManager[None]:
    """Let a touchpoint point to any department's id, as Django's own keys do."""
    with owner() as cursor:
        cursor.execute(
            """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'
            AND conrelid = 'accounts_touchpoint'::regclass AND confrelid = 'accounts_department'::regclass"""
        )
        ((name, definition),) = cursor.fetchall()
    return changed_by_owner(
        [
            f"ALTER TABLE accounts_touchpoint DROP CONSTRAINT {name}",
            "CREATE UNIQUE INDEX only_for_the_key ON accounts_department (id)",
            f"""ALTER TABLE accounts_touchpoint ADD CONSTRAINT {name} FOREIGN KEY (department_id)
            REFERENCES accounts_department (id) DEFERRABLE INITIALLY DEFERRED NOT VALID""",
        ],
        [
            f"ALTER TABLE accounts_touchpoint DROP CONSTRAINT {name}",
            "DROP INDEX only_for_the_key",
            *(
                f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY"
                for table in ("accounts_touchpoint", "accounts_department")
            ),
            f"ALTER TABLE accounts_touchpoint ADD CONSTRAINT {name} {definition}",
            *(
                f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
                for table in ("accounts_touchpoint", "accounts_department")
            ),
        ],
    )


def with_all_grants_on_the_trail() -> AbstractContextManager[None]:
    return changed_by_owner(
        ["GRANT UPDATE, DELETE ON accounts_auditentry TO happiness_app"],
        ["REVOKE UPDATE, DELETE ON accounts_auditentry FROM happiness_app"],
    )


def without_the_trails_trigger() -> AbstractContextManager[None]:
    return changed_by_owner(
        ["ALTER TABLE accounts_auditentry DISABLE TRIGGER append_only"],
        ["ALTER TABLE accounts_auditentry ENABLE TRIGGER append_only"],
    )


def as_the_owner() -> AbstractContextManager[None]:
    """Let Django itself connect as the owner of the tables instead of the restricted role."""
    return as_owner()


WALLS: dict[str, Callable[[], AbstractContextManager[None]]] = {
    "door": without_the_door,
    "scope": with_a_scope_of_the_session,
    "manager": without_the_manager,
    "join": without_the_joins_condition,
    "cache": without_rooms_in_the_cache,
    "row-level security": without_row_level_security,
    "force": without_force,
    "composite key": with_a_key_over_one_column,
    "grants": with_all_grants_on_the_trail,
    "trigger": without_the_trails_trigger,
    "role": as_the_owner,
}
