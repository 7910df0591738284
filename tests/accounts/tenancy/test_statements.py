"""Statements in one round trip: the same walls as every scope, one transaction, planned once by each connection."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.organizations.models import Department
from accounts.tenancy import statements
from accounts.tenancy.context import TenantContextConflict, TenantContextMissing, tenant_context
from accounts.tenancy.owner import as_owner
from accounts.tenancy.statements import Statement
from accounts.tenancy.uuid7 import uuid7

NAMES = Statement("SELECT name FROM accounts_department ORDER BY name", {})
KEPT = Statement("SELECT count(*) FROM pg_prepared_statements WHERE name LIKE %(like)s", {"like": "kept_%"})


def add(organization, name):
    values = {"id": uuid7(), "organization": organization.pk, "name": name}
    return Statement(
        "INSERT INTO accounts_department (id, organization_id, name) VALUES (%(id)s, %(organization)s, %(name)s)",
        values,
    )


def names(organization):
    return [name for (name,) in statements.run(organization.pk, NAMES)]


@pytest.fixture
def two(committed_cast):
    """North and South, each with a department; real commits."""
    for organization in (committed_cast.north, committed_cast.south):
        statements.run(organization.pk, add(organization, f"Care of {organization.name}"))
    return committed_cast.north, committed_cast.south


def test_each_organization_sees_its_own_rows_through_the_same_plan(two):
    for _ in range(8):  # the sixth time PostgreSQL chooses a plan for all values
        for organization in two:
            assert names(organization) == [f"Care of {organization.name}"]


def test_plan_for_an_empty_table_is_not_kept_for_ever(two):
    """It reads the whole table, which is the cheapest way through a table of one block, and not through a large one."""
    north = two[0]
    row = add(north, "The first")
    look_up = Statement("SELECT name FROM accounts_department WHERE id = %(id)s", {"id": row.values["id"]})
    statements.run(north.pk, row)
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_department")
    connection.close()

    def reads_everything() -> bool:
        """Look at the plan that this connection has kept."""
        execute = statements._plan(look_up.sql)[1].replace("%s", f"'{row.values['id']}'")
        with tenant_context(north.pk), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {execute}")
            return any("Seq Scan" in step for (step,) in cursor.fetchall())

    for _ in range(10):
        assert statements.run(north.pk, look_up) == [("The first",)]
    assert reads_everything()
    with tenant_context(north.pk):
        Department.objects.bulk_create([Department(name=f"Care {number}") for number in range(5000)])
    for _ in range(statements.RUNS):
        statements.run(north.pk, look_up)

    assert not reads_everything()


def test_nothing_is_left_of_the_scope(two):
    names(two[0])

    with pytest.raises(TenantContextMissing):
        statements.run(None, NAMES)
    with pytest.raises(TenantContextMissing):
        Department.unscoped.count()


def test_row_of_another_organization_is_refused(two):
    north, south = two

    with pytest.raises(DatabaseError, match="row-level security"):
        statements.run(north.pk, add(south, "Spy"))

    assert names(south) == [f"Care of {south.name}"]


def test_statements_are_one_transaction(two):
    north, _south = two
    broken = Statement("SELECT 1 / %(zero)s", {"zero": 0})

    with pytest.raises(DatabaseError, match="zero"):
        statements.run(north.pk, add(north, "Half"), broken)

    assert names(north) == [f"Care of {north.name}"]


def test_statements_join_the_scope_that_is_open(two):
    north, south = two

    def write_and_fail():
        with tenant_context(north.pk):
            statements.run(north.pk, add(north, "Half"))
            assert len(names(north)) == 2
            raise KeyError

    with pytest.raises(KeyError):
        write_and_fail()
    assert len(names(north)) == 1
    with tenant_context(north.pk), pytest.raises(TenantContextConflict):
        names(south)


def test_transaction_without_a_scope_gets_one(two):
    with transaction.atomic():
        for organization in two:
            assert names(organization) == [f"Care of {organization.name}"]
        with pytest.raises(TenantContextMissing), transaction.atomic():
            Department.unscoped.count()


def test_plan_is_kept_by_a_connection_and_made_again_by_the_next(two):
    connection.close()
    for _ in range(3):
        names(two[0])
    assert statements.run(None, KEPT) == [(2,)]  # the names, and this question

    connection.close()
    assert names(two[0]) == [f"Care of {two[0].name}"]


def test_session_of_a_pooler_keeps_nothing(two, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)

    assert names(two[1]) == [f"Care of {two[1].name}"]
    assert statements.run(None, KEPT) == [(0,)]
