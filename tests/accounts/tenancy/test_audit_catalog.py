"""`manage.py tenancy_audit`: every hole that can be made into the live catalog is found, and the clean one has none."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg2
import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.tenancy import audit_catalog
from accounts.tenancy.backend.base import DatabaseWrapper
from tests.accounts.tenancy import walls
from tests.accounts.tenancy.houses import sql

KEY = "accounts_touchpoint_department"  # stands for the name of the key, which Django chooses
HOLES = {
    "a tenant table without ENABLE and FORCE": [
        "ALTER TABLE accounts_touchpoint NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE accounts_touchpoint DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE public.spy (organization_id uuid)",
        "CREATE SCHEMA spy; CREATE TABLE spy.spy (organization_id uuid)",
    ],
    "a readable table that is neither a tenant's nor in the list of global ones": [
        "CREATE TABLE public.spy (i int); GRANT SELECT ON public.spy TO happiness_app",
        "CREATE TABLE public.spy (i int); GRANT SELECT ON public.spy TO PUBLIC",
    ],
    "a policy that is not the standard one": [
        "CREATE POLICY spy ON accounts_touchpoint USING (true)",
        "CREATE POLICY spy ON accounts_touchpoint AS RESTRICTIVE USING (true)",
        "DROP POLICY tenant_isolation ON accounts_touchpoint",
        "ALTER POLICY tenant_isolation ON accounts_touchpoint USING (true)",
        "ALTER POLICY tenant_isolation ON accounts_touchpoint WITH CHECK (true)",
        "ALTER POLICY tenant_isolation ON accounts_touchpoint TO happiness_app",
        "ALTER POLICY tenant_isolation ON accounts_touchpoint USING (id = tenancy.current_organization_id())",
        "ALTER POLICY tenant_isolation ON accounts_organization USING (true)",
        "CREATE POLICY registry_read ON accounts_touchpoint FOR SELECT TO happiness_owner USING (true)",
    ],
    "a registry policy for another role than the owner": [
        "ALTER POLICY registry_read ON accounts_membership TO PUBLIC",
        "ALTER POLICY registry_read ON accounts_organization TO happiness_owner, happiness_app",
    ],
    "a function of the walls that is not the migrations' own": [
        """CREATE OR REPLACE FUNCTION tenancy.current_organization_id() RETURNS uuid LANGUAGE sql STABLE
        AS $$ SELECT nullif(current_setting('app.organization_id', true), '')::uuid $$""",
        "ALTER FUNCTION tenancy.current_organization_id() VOLATILE",
        """CREATE OR REPLACE FUNCTION tenancy.refuse_change() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RETURN NEW; END $$""",
    ],
    "a key between tenant tables that does not pair the organizations": [
        f"""ALTER TABLE accounts_touchpoint DROP CONSTRAINT {KEY};
        CREATE UNIQUE INDEX ON accounts_department (id);
        ALTER TABLE accounts_touchpoint ADD FOREIGN KEY (department_id) REFERENCES accounts_department (id)""",
        f"""ALTER TABLE accounts_touchpoint DROP CONSTRAINT {KEY};
        ALTER TABLE accounts_touchpoint ADD FOREIGN KEY (department_id, organization_id)
        REFERENCES accounts_department (organization_id, id)""",
    ],
    "a key of a model that the database does not hold": [
        f"ALTER TABLE accounts_touchpoint DROP CONSTRAINT {KEY}",
    ],
    "a key that was not validated": [
        """ALTER TABLE accounts_touchpoint ADD FOREIGN KEY (organization_id, department_id)
        REFERENCES accounts_department (organization_id, id) NOT VALID""",
    ],
    "the application's role may do more than read and write rows": [
        "GRANT TRUNCATE ON accounts_touchpoint TO happiness_app",
        "GRANT TRUNCATE ON accounts_touchpoint TO PUBLIC",
        "GRANT SELECT ON accounts_touchpoint TO happiness_app WITH GRANT OPTION",
    ],
    "the application's role may make or own objects": [
        "GRANT CREATE ON SCHEMA public TO happiness_app",
        "GRANT CREATE ON SCHEMA tenancy TO PUBLIC",
        "DO $$ BEGIN EXECUTE format('GRANT TEMP ON DATABASE %I TO PUBLIC', current_database()); END $$",
    ],
    "the application's role reads a partition, a materialized view, or a view of its owner": [
        "CREATE VIEW public.spy AS SELECT * FROM accounts_touchpoint; GRANT SELECT ON public.spy TO happiness_app",
        """CREATE MATERIALIZED VIEW public.spy AS SELECT * FROM accounts_touchpoint WITH NO DATA;
        GRANT SELECT ON public.spy TO happiness_app""",
        """CREATE TABLE public.spy (organization_id uuid) PARTITION BY LIST (organization_id);
        CREATE TABLE public.spy_all PARTITION OF public.spy DEFAULT; GRANT SELECT ON public.spy_all TO happiness_app""",
    ],
    "a SECURITY DEFINER function that is not in the list, or has no fixed search_path": [
        "CREATE FUNCTION public.spy() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1'",
        """CREATE FUNCTION tenancy.slug_is_taken(int) RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = ''
        AS 'SELECT 1'""",
        "ALTER FUNCTION tenancy.slug_is_taken(text) RESET ALL",
        "ALTER FUNCTION tenancy.current_organization_id() SECURITY DEFINER",
    ],
    "a unique index of a tenant table that does not start with the organization": [
        "CREATE UNIQUE INDEX spy ON accounts_touchpoint (name)",
        "CREATE UNIQUE INDEX spy ON accounts_touchpoint (lower(name), organization_id)",
    ],
    "an append-only table that the application's role may change": [
        "GRANT UPDATE ON accounts_auditentry TO happiness_app",
        "GRANT UPDATE (action) ON accounts_auditentry TO happiness_app",
        "GRANT DELETE ON accounts_auditseal TO PUBLIC",
    ],
    "an append-only table without its trigger": [
        "DROP TRIGGER append_only ON accounts_auditentry",
        "ALTER TABLE accounts_auditentry DISABLE TRIGGER append_only",
        """CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE ON accounts_auditentry
        FOR EACH ROW EXECUTE FUNCTION tenancy.refuse_change()""",
        """CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
        FOR EACH ROW WHEN (false) EXECUTE FUNCTION tenancy.refuse_change()""",
        """CREATE OR REPLACE TRIGGER append_only BEFORE UPDATE OF action OR DELETE ON accounts_auditentry
        FOR EACH ROW EXECUTE FUNCTION tenancy.refuse_change()""",
    ],
    "default privileges for the application's role": [
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO happiness_app",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC",
    ],
}
OF_A_SUPERUSER = "the application's role is, or may become, one that passes the walls"
ROLES = [
    "ALTER ROLE happiness_app BYPASSRLS",
    "ALTER ROLE happiness_app SUPERUSER",
    "ALTER ROLE happiness_app CREATEROLE",
    "GRANT happiness_owner TO happiness_app",
    "CREATE ROLE happiness_spy BYPASSRLS; GRANT happiness_spy TO happiness_app",
]


def name_of_the_key() -> str:
    return sql(
        """SELECT conname FROM pg_constraint WHERE contype = 'f'
        AND conrelid = 'accounts_touchpoint'::regclass AND confrelid = 'accounts_department'::regclass"""
    )[0][0]


def test_clean_catalog_has_no_holes(db, capsys):
    assert audit_catalog.findings() == []
    call_command("tenancy_audit")
    assert "the walls stand" in capsys.readouterr().out


@pytest.mark.parametrize("finding", HOLES)
def test_hole_is_found(transactional_db, finding):
    with walls.as_the_owner():
        for hole in HOLES[finding]:
            with transaction.atomic():
                sql("SET LOCAL app.organization_id = %s", [str(uuid4())])  # for keys that are validated
                sql(hole.replace(KEY, name_of_the_key()).replace("%", "%%"))
                found = audit_catalog.findings()
                transaction.set_rollback(True)
            assert any(line.startswith(f"{finding}: ") for line in found), hole


def test_every_finding_has_a_hole():
    assert {*HOLES, OF_A_SUPERUSER} == set(audit_catalog.FINDINGS)


def test_hole_is_found_by_the_restricted_role_and_the_command_fails(transactional_db):
    with (
        walls.changed_by_owner(
            ["GRANT TRUNCATE ON accounts_touchpoint TO PUBLIC"], ["REVOKE TRUNCATE ON accounts_touchpoint FROM PUBLIC"]
        ),
        pytest.raises(CommandError, match="may do more than read and write rows: accounts_touchpoint:TRUNCATE"),
    ):
        call_command("tenancy_audit")


# --- Roles are of the whole server: only its superuser changes them, and here in a transaction that is undone ---


@pytest.fixture
def superuser(db) -> Iterator[psycopg2.extensions.cursor]:
    """A cursor of the embedded server's superuser. A server that others run has none for us."""
    address = connection.settings_dict
    try:
        raw = psycopg2.connect(
            host=address["HOST"], port=address["PORT"] or None, user="postgres", dbname=address["NAME"]
        )
    except psycopg2.OperationalError:
        pytest.skip("the server's superuser is not ours")
    with raw.cursor() as cursor:
        yield cursor
    raw.close()


@pytest.mark.parametrize("change", ROLES)
def test_role_that_passes_the_walls_is_found(superuser, change):
    query, expected = audit_catalog.FINDINGS[OF_A_SUPERUSER], audit_catalog._expected()
    superuser.execute(query, expected)
    assert superuser.fetchall() == []

    superuser.execute(change)
    superuser.execute(query, expected)

    assert superuser.fetchall()


# --- And the backend refuses such a role before it has run anything ---


@pytest.mark.parametrize("user", ["postgres", "happiness_owner"])
def test_connection_of_a_powerful_role_is_refused(superuser, user):
    address = {**connection.settings_dict, "USER": user, "PASSWORD": ""}
    if user == "happiness_owner":
        address["PASSWORD"] = settings.TENANCY["OWNER_DATABASE"]["PASSWORD"]
    powerful = DatabaseWrapper(address, alias="powerful")

    with pytest.raises(ImproperlyConfigured, match="restricted role|application's role"):
        powerful.connect()

    powerful.close()
