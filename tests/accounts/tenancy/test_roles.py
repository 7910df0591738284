"""The database roles: what a superuser runs once, and who may be what afterwards."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from accounts.tenancy import tables
from accounts.tenancy.owner import as_owner
from accounts.tenancy.roles import bootstrap_sql
from tests.accounts.tenancy.houses import sql


def test_bootstrap_makes_two_weak_roles_and_a_database():
    statements = bootstrap_sql(owner_password="o'clock", app_password="app", database="house")

    assert statements[0] == "CREATE ROLE happiness_owner LOGIN NOCREATEDB NOBYPASSRLS PASSWORD 'o''clock'"
    assert "NOINHERIT NOCREATEDB NOCREATEROLE NOBYPASSRLS" in statements[1]
    assert statements[-1] == 'CREATE DATABASE "house" OWNER happiness_owner'
    assert "SUPERUSER" not in " ".join(statements)


@pytest.mark.parametrize("password", ["a\\b", "a\x00b"])
def test_password_that_could_leave_its_quotes_is_refused(password):
    with pytest.raises(ValueError, match="neither NUL nor a backslash"):
        bootstrap_sql(owner_password=password, app_password="app")


def test_application_runs_as_the_restricted_role(db):
    assert sql(
        """SELECT current_user::text, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit,
        pg_has_role(current_user, 'happiness_owner', 'MEMBER') FROM pg_roles WHERE rolname = current_user"""
    ) == [("happiness_app", False, False, False, False, False, False)]


def test_stuck_request_is_ended_by_the_server(db):
    assert sql(
        "SELECT current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')"
    ) == [("30s", "1min")]


def test_global_tables_are_granted_as_listed(db):
    from django.apps import apps

    for label in tables.GLOBAL:
        table = apps.get_model(label)._meta.db_table
        may = {
            act: sql("SELECT has_table_privilege(%s, %s)", [table, act])[0][0]
            for act in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
        }
        writes = label not in tables.READ_ONLY
        assert may == {
            **dict.fromkeys(("INSERT", "UPDATE", "DELETE"), writes),
            **dict.fromkeys(("TRUNCATE", "REFERENCES", "TRIGGER"), False),
            "SELECT": True,
        }, label


def test_owner_needs_an_address_of_its_own(settings):
    settings.TENANCY = {**settings.TENANCY, "OWNER_DATABASE": None}

    with pytest.raises(ImproperlyConfigured, match="DATABASE_OWNER_URL"), as_owner():
        pass


def test_owner_leaves_when_the_block_ends(transactional_db):
    before = dict(connection.settings_dict)
    with as_owner():
        assert sql("SELECT current_user::text") == [("happiness_owner",)]

    assert sql("SELECT current_user::text") == [("happiness_app",)]
    assert connection.settings_dict == before
