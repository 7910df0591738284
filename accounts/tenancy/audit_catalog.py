"""The walls as the live catalog shows them: each query returns what should not be there."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from accounts.tenancy.backend.schema import organization_field

REGISTRY_TABLES = ["accounts_organization", "accounts_membership"]
DEFINER_FUNCTIONS = ["memberships_of_user", "active_organization_ids", "slug_is_taken"]

FINDINGS = {
    "the application's role can bypass row-level security": """
        SELECT rolname FROM pg_roles WHERE rolname = %(app)s
        AND (rolsuper OR rolbypassrls OR rolcreaterole OR pg_has_role(rolname, %(owner)s, 'MEMBER'))""",
    "a tenant table without ENABLE and FORCE": """
        SELECT c.oid::regclass::text FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT c.relispartition
        AND c.relname <> ALL(%(ledgers)s) AND NOT (c.relrowsecurity AND c.relforcerowsecurity)""",
    "a policy that is not the standard one": """
        SELECT c.oid::regclass::text FROM pg_class c
        LEFT JOIN pg_policy p ON p.polrelid = c.oid
          AND NOT (p.polname = 'registry_read' AND c.relname = ANY(%(registry)s))
        WHERE c.relrowsecurity GROUP BY c.oid
        HAVING count(p.*) <> 1 OR bool_or(p.polname <> 'tenant_isolation' OR p.polcmd <> '*' OR p.polroles <> '{0}'
          OR NOT p.polpermissive
          OR pg_get_expr(p.polqual, p.polrelid) NOT IN
             ('(organization_id = tenancy.current_organization_id())', '(id = tenancy.current_organization_id())')
          OR pg_get_expr(p.polqual, p.polrelid) <> pg_get_expr(p.polwithcheck, p.polrelid))""",
    "a registry policy for another role than the owner": """
        SELECT polrelid::regclass::text FROM pg_policy WHERE polname = 'registry_read'
        AND (polcmd <> 'r' OR polroles <> ARRAY[(SELECT oid FROM pg_roles WHERE rolname = %(owner)s)])""",
    "a key between tenant tables over one column": """
        SELECT k.conrelid::regclass || '.' || k.conname FROM pg_constraint k
        JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
        WHERE k.contype = 'f' AND a.relrowsecurity AND b.relrowsecurity
        AND b.relname <> 'accounts_organization' AND cardinality(k.conkey) = 1""",
    "a key that was not validated": """
        SELECT conrelid::regclass || '.' || conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated""",
    "the application's role may do more than read and write rows": """
        SELECT table_name || ':' || privilege_type FROM information_schema.role_table_grants
        WHERE grantee IN (%(app)s, 'PUBLIC') AND table_schema = 'public'
        AND privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE')""",
    "the application's role reads a partition, a materialized view, or a view of its owner": """
        SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
        AND (c.relispartition OR c.relkind = 'm' OR (c.relkind = 'v'
          AND NOT coalesce(c.reloptions::text LIKE '%%security_invoker=true%%', false)))
        AND has_table_privilege(%(app)s, c.oid, 'SELECT')""",
    "an unknown SECURITY DEFINER function": """
        SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.prosecdef
        AND p.pronamespace IN ('public'::regnamespace, 'tenancy'::regnamespace) AND p.proname <> ALL(%(definer)s)""",
    "a unique index of a tenant table that does not start with the organization": """
        SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped
        WHERE c.relrowsecurity AND i.indisunique AND NOT i.indisprimary AND i.indkey[0] <> a.attnum""",
    "an append-only table that can be changed": """
        SELECT c.oid::regclass::text FROM pg_class c JOIN pg_trigger t ON t.tgrelid = c.oid AND t.tgname = 'append_only'
        WHERE t.tgenabled NOT IN ('O', 'A') OR has_table_privilege(%(app)s, c.oid, 'UPDATE')
        OR has_table_privilege(%(app)s, c.oid, 'DELETE')""",
    "an append-only table without its trigger": """
        SELECT t.name FROM unnest(%(append_only)s::text[]) AS t(name) WHERE NOT EXISTS (
          SELECT 1 FROM pg_trigger g WHERE g.tgrelid = to_regclass(t.name) AND g.tgname = 'append_only')""",
    "default privileges for the application's role": """
        SELECT defaclrole::regrole::text FROM pg_default_acl
        WHERE array_to_string(defaclacl, ',') LIKE '%%' || %(app)s || '%%'""",
}


def findings() -> list[str]:
    """Return one line for each hole in the live catalog; an empty list means that the walls stand."""
    tenancy = settings.TENANCY
    parameters: dict[str, Any] = {
        "app": tenancy["APP_ROLE"],
        "owner": tenancy["OWNER_ROLE"],
        "registry": REGISTRY_TABLES,
        "definer": DEFINER_FUNCTIONS,
        # Global ledgers name an organization by its id and hold no content.
        "ledgers": [apps.get_model(label)._meta.db_table for label in tenancy["GLOBAL_MODELS"]],
        "append_only": [
            model._meta.db_table
            for model in apps.get_models()
            if (field := organization_field(model)) is not None and field.append_only
        ],
    }
    lines = []
    with connection.cursor() as cursor:
        for name, query in FINDINGS.items():
            cursor.execute(query, parameters)
            lines += [f"{name}: {row[0]}" for row in cursor.fetchall()]
    return lines
