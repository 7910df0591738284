"""Migration operations for what no model describes: the `tenancy` schema and its functions."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation

# SQL and STABLE: the planner inlines it, so every policy shares one expression and joins keep their estimates.
# No missing_ok, no NULLIF: a missing scope is an error (42704 or 22P02), never "no rows".
SCOPE_BODY = "SELECT current_setting('app.organization_id')::uuid"
REFUSE_BODY = """
BEGIN
  RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END"""
BOOTSTRAP = """
CREATE SCHEMA tenancy;
CREATE FUNCTION tenancy.current_organization_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $body$%(scope_body)s$body$;
CREATE FUNCTION tenancy.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $body$%(refuse_body)s$body$;
DO $body$ BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %%I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %%I TO %(app)s', current_database());
END $body$;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO %(app)s;
GRANT USAGE ON SCHEMA tenancy TO %(app)s;
"""

# The owner's three eyes over the walls, each behind one narrow function: which organizations a person may open, which
# organizations there are, and whether an address is free. The application may run the functions and read nothing else
# across organizations.
REGISTRY = """
CREATE POLICY registry_read ON accounts_organization FOR SELECT TO %(owner)s USING (true);
CREATE POLICY registry_read ON accounts_membership FOR SELECT TO %(owner)s USING (true);
CREATE FUNCTION tenancy.memberships_of_user(p_user uuid, p_now timestamptz)
  RETURNS TABLE (organization_id uuid, slug text, name text, role text, membership_id uuid, employee_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
  SELECT o.id, o.slug::text, o.name::text, m.role::text, m.id, m.employee_id
  FROM public.accounts_membership m JOIN public.accounts_organization o ON o.id = m.organization_id
  WHERE m.user_id = p_user AND o.is_active AND (m.ends_at IS NULL OR m.ends_at > p_now) ORDER BY o.name, o.id $body$;
CREATE FUNCTION tenancy.active_organization_ids() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
  SELECT id FROM public.accounts_organization WHERE is_active ORDER BY id $body$;
CREATE FUNCTION tenancy.slug_is_taken(p_slug text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
  SELECT EXISTS (SELECT 1 FROM public.accounts_organization WHERE slug = p_slug) $body$;
REVOKE ALL ON FUNCTION tenancy.memberships_of_user(uuid, timestamptz), tenancy.active_organization_ids(),
  tenancy.slug_is_taken(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenancy.memberships_of_user(uuid, timestamptz), tenancy.active_organization_ids(),
  tenancy.slug_is_taken(text) TO %(app)s;
"""
DROP_REGISTRY = """
DROP FUNCTION tenancy.memberships_of_user(uuid, timestamptz), tenancy.active_organization_ids(),
  tenancy.slug_is_taken(text);
DROP POLICY registry_read ON accounts_organization;
DROP POLICY registry_read ON accounts_membership;
"""

# And three more for organizations that are switched off: which ones, whose members meet them at the door, and where an operator
# finds the one to switch.
SWITCH = """
CREATE FUNCTION tenancy.switched_off_organization_ids() RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
  SELECT id FROM public.accounts_organization WHERE NOT is_active $body$;
CREATE FUNCTION tenancy.switched_off_memberships_of_user(p_user uuid, p_now timestamptz)
  RETURNS TABLE (organization_id uuid, slug text, name text, role text, membership_id uuid, employee_id uuid)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
  SELECT o.id, o.slug::text, o.name::text, m.role::text, m.id, m.employee_id
  FROM public.accounts_membership m JOIN public.accounts_organization o ON o.id = m.organization_id
  WHERE m.user_id = p_user AND NOT o.is_active AND (m.ends_at IS NULL OR m.ends_at > p_now) ORDER BY o.name, o.id $body$;
CREATE FUNCTION tenancy.organization_id_of(p_slug text) RETURNS uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
  SELECT id FROM public.accounts_organization WHERE slug = p_slug $body$;
REVOKE ALL ON FUNCTION tenancy.switched_off_organization_ids(), tenancy.switched_off_memberships_of_user(uuid, timestamptz),
  tenancy.organization_id_of(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenancy.switched_off_organization_ids(),
  tenancy.switched_off_memberships_of_user(uuid, timestamptz), tenancy.organization_id_of(text) TO %(app)s;
"""
DROP_SWITCH = """
DROP FUNCTION tenancy.switched_off_organization_ids(), tenancy.switched_off_memberships_of_user(uuid, timestamptz),
  tenancy.organization_id_of(text);
"""


class CreateModels(Operation):
    """Create several models on one state.

    Between two operations Django makes every model anew that has to do with the one that changed, and here all have to do with
    the organization: a hundred operations made sixty models each, two thirds of the time of every new database.
    """

    reversible = True

    def __init__(self, operations: Sequence[CreateModel]) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add all of them; the models are made when the first is asked for."""
        state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return ", ".join(operation.describe() for operation in self.operations)


class _SchemaSql(Operation):
    """Run SQL that concerns the database's schema and no model's state."""

    reversible = True
    forwards, backwards = "", ""

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model changes."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(schema_editor, self.forwards)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._run(schema_editor, self.backwards)

    def _run(self, schema_editor: Any, sql: str) -> None:
        names = {
            "app": settings.TENANCY["APP_ROLE"],
            "owner": settings.TENANCY["OWNER_ROLE"],
            "scope_body": SCOPE_BODY,
            "refuse_body": REFUSE_BODY,
        }
        schema_editor.execute(sql % names, params=None)


class CreateTenancySchema(_SchemaSql):
    """Make the schema `tenancy`, its scope function and its append-only trigger function."""

    forwards, backwards = BOOTSTRAP, "DROP SCHEMA tenancy CASCADE"


class CreateRegistryFunctions(_SchemaSql):
    """Make the three functions that look across organizations."""

    forwards, backwards = REGISTRY, DROP_REGISTRY


class CreateSwitchFunctions(_SchemaSql):
    """Make the three functions that know organizations which are switched off."""

    forwards, backwards = SWITCH, DROP_SWITCH
