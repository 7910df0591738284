"""The walls as the live catalog shows them: each query returns what should not be there."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection

from accounts.tenancy.backend.schema import is_tenant, organization_field
from accounts.tenancy.fields import TenantForeignKey
from accounts.tenancy.operations import REFUSE_BODY, SCOPE_BODY

REGISTRY_TABLES = ["accounts_organization", "accounts_membership"]
DEFINER_FUNCTIONS = [
    "tenancy.memberships_of_user(uuid,timestamp with time zone)",
    "tenancy.active_organization_ids()",
    "tenancy.slug_is_taken(text)",
    "tenancy.switched_off_memberships_of_user(uuid,timestamp with time zone)",
    "tenancy.switched_off_organization_ids()",
    "tenancy.organization_id_of(text)",
]

FINDINGS = {
    "the application's role is, or may become, one that passes the walls": """
        SELECT rolname FROM pg_roles WHERE pg_has_role(%(app)s, oid, 'MEMBER')
        AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolname = %(owner)s)""",
    "a tenant table without ENABLE and FORCE": """
        SELECT c.oid::regclass::text FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace::regnamespace::text !~ %(system)s AND NOT c.relispartition
        AND c.relname <> ALL(%(globals)s) AND NOT (c.relrowsecurity AND c.relforcerowsecurity)""",
    "a readable table that is neither a tenant's nor in the list of global ones": """
        SELECT c.oid::regclass::text FROM pg_class c
        WHERE c.relkind IN ('r', 'p') AND c.relnamespace::regnamespace::text !~ %(system)s AND NOT c.relispartition
        AND NOT c.relrowsecurity AND c.relname <> ALL(%(globals)s) AND has_table_privilege(%(app)s, c.oid, 'SELECT')""",
    "a policy that is not the standard one": """
        SELECT c.oid::regclass::text FROM pg_class c
        LEFT JOIN pg_policy p ON p.polrelid = c.oid
          AND NOT (p.polname = 'registry_read' AND c.relname = ANY(%(registry)s))
        CROSS JOIN LATERAL (SELECT CASE c.relname WHEN 'accounts_organization'
          THEN '(id = tenancy.current_organization_id())'
          ELSE '(organization_id = tenancy.current_organization_id())' END) AS standard(rule)
        WHERE c.relrowsecurity GROUP BY c.oid
        HAVING count(p.*) <> 1 OR bool_or(p.polname <> 'tenant_isolation' OR p.polcmd <> '*' OR p.polroles <> '{0}'
          OR NOT p.polpermissive OR pg_get_expr(p.polqual, p.polrelid) IS DISTINCT FROM standard.rule
          OR pg_get_expr(p.polwithcheck, p.polrelid) IS DISTINCT FROM standard.rule)""",
    "a registry policy for another role than the owner": """
        SELECT polrelid::regclass::text FROM pg_policy WHERE polname = 'registry_read'
        AND (polcmd <> 'r' OR polroles <> ARRAY[(SELECT oid FROM pg_roles WHERE rolname = %(owner)s)])""",
    "a function of the walls that is not the migrations' own": """
        SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.pronamespace = 'tenancy'::regnamespace
        AND (p.proname = 'current_organization_id'
            AND (btrim(p.prosrc, E' \n') <> btrim(%(scope_body)s, E' \n') OR p.provolatile <> 's')
          OR p.proname = 'refuse_change' AND btrim(p.prosrc, E' \n') <> btrim(%(refuse_body)s, E' \n'))""",
    "a key between tenant tables that does not pair the organizations": """
        SELECT k.conrelid::regclass || '.' || k.conname FROM pg_constraint k
        JOIN pg_class a ON a.oid = k.conrelid JOIN pg_class b ON b.oid = k.confrelid
        WHERE k.contype = 'f' AND a.relrowsecurity AND b.relrowsecurity AND b.relname <> 'accounts_organization'
        AND NOT EXISTS (SELECT 1 FROM unnest(k.conkey, k.confkey) AS pair(own, other)
          JOIN pg_attribute x ON x.attrelid = a.oid AND x.attnum = pair.own AND x.attname = 'organization_id'
          JOIN pg_attribute y ON y.attrelid = b.oid AND y.attnum = pair.other AND y.attname = 'organization_id')""",
    "a key of a model that the database does not hold": """
        SELECT key.table_name || '.' || key.column_name
        FROM unnest(%(key_tables)s::text[], %(key_columns)s::text[]) AS key(table_name, column_name)
        WHERE NOT EXISTS (SELECT 1 FROM pg_constraint k
          JOIN pg_attribute x ON x.attrelid = k.conrelid AND x.attnum = ANY(k.conkey) AND x.attname = key.column_name
          WHERE k.contype = 'f' AND k.conrelid = to_regclass(key.table_name))""",
    "a key that was not validated": """
        SELECT conrelid::regclass || '.' || conname FROM pg_constraint WHERE contype = 'f' AND NOT convalidated""",
    "the application's role may do more than read and write rows": """
        SELECT c.oid::regclass || ':' || g.privilege_type FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS g
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relnamespace::regnamespace::text !~ %(system)s
        AND g.grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = %(app)s))
        AND (g.privilege_type NOT IN ('SELECT', 'INSERT', 'UPDATE', 'DELETE') OR g.is_grantable)""",
    "the application's role may make or own objects": """
        SELECT 'schema ' || nspname FROM pg_namespace
        WHERE nspname !~ %(system)s AND has_schema_privilege(%(app)s, oid, 'CREATE')
        UNION ALL SELECT 'database ' || privilege FROM unnest(ARRAY['CREATE', 'TEMP']) AS privilege
        WHERE has_database_privilege(%(app)s, current_database(), privilege)
        UNION ALL SELECT c.oid::regclass::text FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner
        WHERE r.rolname = %(app)s AND c.relnamespace::regnamespace::text !~ %(system)s""",
    "the application's role reads a partition, a materialized view, or a view of its owner": """
        SELECT c.oid::regclass::text FROM pg_class c WHERE c.relnamespace::regnamespace::text !~ %(system)s
        AND (c.relispartition OR c.relkind IN ('m', 'f') OR (c.relkind = 'v'
          AND NOT coalesce(c.reloptions::text LIKE '%%security_invoker=true%%', false)))
        AND has_table_privilege(%(app)s, c.oid, 'SELECT')""",
    "a SECURITY DEFINER function that is not in the list, or has no fixed search_path": """
        SELECT p.oid::regprocedure::text FROM pg_proc p
        WHERE p.prosecdef AND p.pronamespace::regnamespace::text !~ %(system)s
        AND (p.oid::regprocedure::text <> ALL(%(definer)s) OR p.proconfig IS NULL)""",
    "a unique index of a tenant table that does not start with the organization": """
        SELECT i.indexrelid::regclass::text FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organization_id' AND NOT a.attisdropped
        WHERE c.relrowsecurity AND i.indisunique AND NOT i.indisprimary AND i.indkey[0] <> a.attnum""",
    "an append-only table that the application's role may change": """
        SELECT t.name FROM unnest(%(append_only)s::text[]) AS t(name)
        WHERE has_any_column_privilege(%(app)s, t.name, 'UPDATE') OR has_table_privilege(%(app)s, t.name, 'DELETE')""",
    "an append-only table without its trigger": """
        SELECT t.name FROM unnest(%(append_only)s::text[]) AS t(name) WHERE NOT EXISTS (
          SELECT 1 FROM pg_trigger g WHERE g.tgrelid = to_regclass(t.name) AND g.tgname = 'append_only'
          AND g.tgenabled IN ('O', 'A') AND g.tgtype = 27 AND g.tgqual IS NULL AND g.tgattr::text = ''
          AND g.tgfoid = to_regproc('tenancy.refuse_change'))""",  # 27: before each row's update and delete
    "default privileges for the application's role": """
        SELECT d.defaclrole::regrole::text FROM pg_default_acl d CROSS JOIN LATERAL aclexplode(d.defaclacl) AS g
        WHERE g.grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = %(app)s))""",
}


def findings() -> list[str]:
    """Return one line for each hole in the live catalog; an empty list means that the walls stand."""
    lines, expected = [], _expected()
    with connection.cursor() as cursor:
        for name, query in FINDINGS.items():
            cursor.execute(query, expected)
            lines += [f"{name}: {row[0]}" for row in cursor.fetchall()]
    return lines


def _expected() -> dict[str, Any]:
    tenancy = settings.TENANCY
    tenants = [model for model in apps.get_models(include_auto_created=True) if is_tenant(model)]
    keys = [
        (model._meta.db_table, field.column)
        for model in tenants
        for field in model._meta.local_fields
        if isinstance(field, TenantForeignKey)
    ]
    return {
        "app": tenancy["APP_ROLE"],
        "owner": tenancy["OWNER_ROLE"],
        "system": "^(pg_|information_schema$)",
        # Global ledgers name an organization by its id and hold no content.
        "globals": [apps.get_model(label)._meta.db_table for label in tenancy["GLOBAL_MODELS"]] + ["django_migrations"],
        "registry": REGISTRY_TABLES,
        "definer": DEFINER_FUNCTIONS,
        "scope_body": SCOPE_BODY,
        "refuse_body": REFUSE_BODY,
        "key_tables": [table for table, _column in keys],
        "key_columns": [column for _table, column in keys],
        "append_only": [
            model._meta.db_table
            for model in tenants
            if (field := organization_field(model)) is not None and field.append_only
        ],
    }
