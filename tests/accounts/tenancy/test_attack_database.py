"""What the application's role may not do at all: each act is refused to it, and not refused to the owner of the tables."""

import io
import uuid
from datetime import timedelta

import psycopg2
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.organizations import actions as organizations
from accounts.organizations.models import Membership, Touchpoint
from accounts.tenancy.context import TenantContextMissing, tenant_context
from accounts.tenancy.registry import (
    active_organization_ids,
    organization_id_of,
    seats_of,
    switched_off_organization_ids,
    switched_off_seats_of,
)
from tests.accounts.tenancy import walls
from tests.accounts.tenancy.houses import shows, sql
from tests.cast import hire

REFUSED = "42501"  # insufficient_privilege

# The owner may do these: that they are refused to the application is the role's merit.
ACTS_OF_THE_OWNER = [
    "TRUNCATE accounts_touchpoint CASCADE",
    "ALTER TABLE accounts_touchpoint DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE accounts_touchpoint NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE accounts_touchpoint ADD COLUMN spy text",
    "ALTER TABLE accounts_auditentry DISABLE TRIGGER append_only",
    "DROP TABLE accounts_touchpoint CASCADE",
    "DROP POLICY tenant_isolation ON accounts_touchpoint",
    "ALTER POLICY tenant_isolation ON accounts_touchpoint USING (true)",
    "CREATE POLICY spy ON accounts_touchpoint USING (true)",
    "CREATE OR REPLACE FUNCTION tenancy.current_organization_id() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
    "CREATE FUNCTION tenancy.spy() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE TABLE public.spy (i int)",
    "CREATE VIEW public.spy AS SELECT * FROM accounts_touchpoint",
    "CREATE TEMP TABLE spy (i int)",
    "CREATE TEMP VIEW spy AS SELECT * FROM accounts_touchpoint",
    "CREATE SCHEMA spy",
    "CREATE TRIGGER spy BEFORE UPDATE ON accounts_touchpoint FOR EACH ROW EXECUTE FUNCTION tenancy.refuse_change()",
    "CREATE RULE spy AS ON UPDATE TO accounts_touchpoint DO INSTEAD NOTHING",
    "ALTER DEFAULT PRIVILEGES FOR ROLE happiness_owner GRANT SELECT ON TABLES TO happiness_app",
    "SET ROLE happiness_owner",
]
# Nobody but a superuser may do these.
ACTS_OF_A_SUPERUSER = [
    "SET SESSION AUTHORIZATION postgres",
    "SET SESSION AUTHORIZATION happiness_owner",
    "SET session_replication_role = replica",
    "ALTER ROLE happiness_app BYPASSRLS",
    "CREATE ROLE spy SUPERUSER",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT lo_import('/etc/passwd')",
    "COPY accounts_touchpoint TO '/tmp/spy'",
    "COPY accounts_touchpoint TO PROGRAM 'cat'",
    "SELECT * FROM pg_authid",
    "CREATE EXTENSION vector",
]
WRITTEN_ONCE = [
    "UPDATE accounts_auditentry SET action = 'nothing'",
    "UPDATE accounts_auditseal SET number = 1",
    "DELETE FROM accounts_auditentry",
    "INSERT INTO django_migrations (app, name, applied) VALUES ('spy', 'spy', '2026-01-01')",
    "DELETE FROM django_content_type",
]


def refusal(statement: str) -> str | None:
    """Return why the database refuses the statement, or None when it does it (which is then undone)."""
    try:
        with transaction.atomic():
            sql(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return error.__cause__.pgcode
    return None


@pytest.mark.parametrize("act", ACTS_OF_THE_OWNER + ACTS_OF_A_SUPERUSER + WRITTEN_ONCE)
def test_application_may_only_read_and_write_rows(houses, act):
    with tenant_context(houses.north.id):
        assert refusal(act) == REFUSED


def test_owner_may_do_what_the_application_may_not(committed_houses):
    with walls.as_the_owner():
        refused = [act for act in ACTS_OF_THE_OWNER if refusal(act) is not None]

    assert refused == []


def test_application_cannot_hand_out_what_it_has_not(houses):
    """PostgreSQL warns and grants nothing, instead of an error."""
    sql("GRANT TRUNCATE, TRIGGER ON accounts_touchpoint TO PUBLIC")

    assert sql("SELECT has_table_privilege('happiness_app', 'accounts_touchpoint', 'TRUNCATE, TRIGGER')") == [(False,)]


def test_only_a_lock_can_be_taken_and_it_ends_with_the_transaction(houses):
    # Known and accepted: a denial of service, ended by idle_in_transaction_session_timeout, and no leak.
    with tenant_context(houses.north.id):
        assert refusal("LOCK TABLE accounts_touchpoint IN ACCESS EXCLUSIVE MODE") is None


def test_whoever_runs_any_statement_chooses_the_scope(houses):
    """Known and accepted: the setting is the root of trust. The walls stop forgotten filters, not a stranger's SQL.

    So SQL takes its values as parameters, and nothing outside of the tenancy names the setting (test_unscoped.py).
    """
    with tenant_context(houses.north.id):
        sql("SET LOCAL app.organization_id = %s", [str(houses.south.id)])
        assert shows(houses.south, sql("SELECT name FROM accounts_touchpoint"))
        sql("SET LOCAL app.organization_id = %s", [str(houses.north.id)])


def test_value_that_holds_sql_stays_a_value(houses):
    injection = "x' OR set_config('app.organization_id', '" + str(houses.south.id) + "', true) IS NOT NULL --"
    with tenant_context(houses.north.id):
        assert sql("SELECT name FROM accounts_touchpoint WHERE name = %s", [injection]) == []
        assert not Touchpoint.objects.filter(name=injection).exists()
        assert sql("SELECT current_setting('app.organization_id')") == [(str(houses.north.id),)]


def test_switching_row_security_off_is_an_error_and_no_key(houses):
    with tenant_context(houses.north.id):
        sql("SET LOCAL row_security = off")
        with pytest.raises(DatabaseError, match="would be affected by row-level security"), transaction.atomic():
            sql("SELECT * FROM accounts_touchpoint")
        sql("SET LOCAL row_security = on")


def test_copy_into_a_table_is_refused(houses):
    with (
        tenant_context(houses.north.id),
        connection.cursor() as cursor,
        pytest.raises(psycopg2.Error, match="COPY FROM not supported with row-level security"),
        transaction.atomic(),
    ):
        cursor.cursor.copy_expert("COPY accounts_department FROM STDIN", io.StringIO())


def test_statistics_of_the_planner_show_no_values(committed_houses):
    """They hold samples of every organization's rows."""
    query = (
        "SELECT most_common_vals::text, histogram_bounds::text FROM pg_stats WHERE tablename = 'accounts_touchpoint'"
    )
    south = committed_houses.south
    with walls.owner() as cursor:
        cursor.execute("ALTER TABLE accounts_touchpoint NO FORCE ROW LEVEL SECURITY")
        cursor.execute("ANALYZE accounts_touchpoint")
        cursor.execute(query)
        assert shows(south, cursor.fetchall())  # they are there
        cursor.execute("ALTER TABLE accounts_touchpoint FORCE ROW LEVEL SECURITY")

    with tenant_context(committed_houses.north.id):
        assert sql(query) == []
    with walls.without_row_level_security(), tenant_context(committed_houses.north.id):
        assert shows(south, sql(query))


def test_key_to_a_foreign_row_and_to_no_row_fail_alike(houses):
    """An error that differs would tell which ids exist elsewhere."""

    def error_of(department_id):
        sql("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError) as caught, transaction.atomic():
            sql(
                "INSERT INTO accounts_touchpoint (id, organization_id, name, department_id, position)"
                " VALUES (%s, %s, 'x', %s, 0)",
                [uuid.uuid4(), houses.north.id, department_id],
            )
        return str(caught.value).replace(str(department_id), "ID")

    unknown = uuid.uuid4()
    with tenant_context(houses.north.id):
        assert error_of(houses.south.department.pk) == error_of(unknown)


def test_unique_values_of_others_are_free(houses):
    """A conflict would tell that the value exists elsewhere."""
    with tenant_context(houses.north.id):
        assert sql(
            "INSERT INTO accounts_department (id, organization_id, name) VALUES (gen_random_uuid(), %s, %s)",
            [houses.north.id, houses.south.secret],
        )


# --- The functions that look across organizations ---


def test_memberships_of_a_person_say_nothing_about_others(houses, now):
    seats = seats_of(houses.north.owner.user.pk, now=now)

    assert [seat.organization_id for seat in seats] == [houses.north.id]
    assert seats_of(uuid.uuid4(), now=now) == []


def test_organization_that_is_switched_off_is_known_to_its_members_alone(houses, now):
    with tenant_context(houses.north.id):
        organizations.switch_off(now=now)

    assert [seat.slug for seat in switched_off_seats_of(houses.north.owner.user.pk, now=now)] == ["north"]
    assert switched_off_seats_of(houses.south.owner.user.pk, now=now) == []
    assert seats_of(houses.north.owner.user.pk, now=now) == []
    assert (active_organization_ids(), switched_off_organization_ids()) == ([houses.south.id], [houses.north.id])


def test_colleague_does_not_see_where_else_a_person_works(houses, now):
    hire(houses.south.organization, "Alice Ahlberg", role="viewer", user=houses.north.owner.user, now=now)

    with tenant_context(houses.north.id):
        found = Membership.unscoped.filter(user=houses.north.owner.user)
        assert [membership.organization_id for membership in found] == [houses.north.id]


def test_functions_give_ids_slugs_and_yes_or_no_and_nothing_else(houses):
    assert set(active_organization_ids()) == {houses.north.id, houses.south.id}
    assert sql("SELECT tenancy.slug_is_taken('south'), tenancy.slug_is_taken('so%%'), tenancy.slug_is_taken('')") == [
        (True, False, False)
    ]
    columns = sql(
        """SELECT parameter_name FROM information_schema.parameters
        WHERE specific_schema = 'tenancy' AND parameter_mode = 'OUT' ORDER BY ordinal_position"""
    )
    assert {name for (name,) in columns} == {"organization_id", "slug", "name", "role", "membership_id", "employee_id"}
    assert (organization_id_of("south"), organization_id_of("so%")) == (houses.south.id, None)


def test_function_takes_no_sql_in_its_arguments(houses):
    assert sql("SELECT tenancy.slug_is_taken(%s)", ["' OR true --"]) == [(False,)]
    assert organization_id_of("' OR true --") is None


def test_functions_of_the_owner_cannot_be_fooled_by_a_search_path(houses, now):
    with transaction.atomic():
        sql("SET LOCAL search_path = pg_temp, public")
        assert len(sql("SELECT * FROM tenancy.memberships_of_user(%s, %s)", [houses.north.owner.user.pk, now])) == 1
        with pytest.raises(TenantContextMissing):
            sql("SELECT * FROM accounts_organization")
        transaction.set_rollback(True)


def test_functions_are_for_the_application_alone(db):
    granted = sql(
        """SELECT p.proname, g.grantee::regrole::text FROM pg_proc p CROSS JOIN LATERAL aclexplode(p.proacl) AS g
        WHERE p.prosecdef AND p.pronamespace = 'tenancy'::regnamespace AND g.grantee <> p.proowner"""
    )
    assert {role for _name, role in granted} == {"happiness_app"}
    assert {name for name, _role in granted} == {
        "memberships_of_user",
        "active_organization_ids",
        "slug_is_taken",
        "switched_off_memberships_of_user",
        "switched_off_organization_ids",
        "organization_id_of",
    }


def test_seat_ends_at_its_moment_in_the_database_too(cast, now):
    ends_at = cast.erin.membership.ends_at

    assert seats_of(cast.erin.user.pk, now=ends_at - timedelta(microseconds=1))
    assert not seats_of(cast.erin.user.pk, now=ends_at)
