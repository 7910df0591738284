"""The connection: refuses a role that could look over the walls, and says plainly when a scope is missing."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import Error
from django.db.backends.postgresql import base, features
from django.db.utils import DataError, ProgrammingError

from accounts.tenancy.backend.schema import DatabaseSchemaEditor, organization_field
from accounts.tenancy.context import TenantContextMissing

UNDEFINED_SETTING, INVALID_TEXT = "42704", "22P02"

# A kept plan (accounts.tenancy.statements) is used as it is. Left to choose, the server plans some statements anew each time,
# because they look cheaper with the values of one run; planning costs six times as much as running them.
KEEP_PLANS = "-c plan_cache_mode=force_generic_plan"

# Of every role that this one is or may become by SET ROLE: one that sees over the walls, or that may take them down.
CAN_BYPASS = """
SELECT EXISTS (SELECT 1 FROM pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER')
  AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolname = %s))
"""


class DatabaseFeatures(features.DatabaseFeatures):
    def allows_group_by_selected_pks_on_model(self, model: Any) -> bool:
        # With PRIMARY KEY (organization_id, id) the id alone no longer determines the row for GROUP BY.
        if settings.TENANCY["DISTRIBUTED"] and organization_field(model):
            return False
        return super().allows_group_by_selected_pks_on_model(model)


def explain_missing_scope(execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
    try:
        return execute(sql, params, many, context)
    except (ProgrammingError, DataError) as error:
        if _says_scope_is_missing(error):
            raise TenantContextMissing("no organization in this transaction: use tenant_context()") from error
        raise


def _says_scope_is_missing(error: Error) -> bool:
    code, message = getattr(error.__cause__, "pgcode", None), str(error)
    # Never set in this session, or '' after the transaction that had set it.
    return (code == UNDEFINED_SETTING and "app.organization_id" in message) or (
        code == INVALID_TEXT and 'uuid: ""' in message
    )


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
    features_class = DatabaseFeatures

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.execute_wrappers.append(explain_missing_scope)

    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        if not self.settings_dict["DISABLE_SERVER_SIDE_CURSORS"]:  # a pooler takes no options, and keeps no plans
            params["options"] = f"{params.get('options', '')} {KEEP_PLANS}".strip()
        return params

    def init_connection_state(self) -> None:
        super().init_connection_state()
        if self.settings_dict["USER"] == settings.TENANCY["OWNER_ROLE"]:
            if not self.settings_dict.get("OWNER"):  # set by owner.as_owner() alone
                raise ImproperlyConfigured("the owner of the tables serves migrations only: use the application's role")
            return
        with self.connection.cursor() as cursor:
            cursor.execute(CAN_BYPASS, [settings.TENANCY["OWNER_ROLE"]])
            if cursor.fetchone()[0]:
                role = self.settings_dict["USER"]
                raise ImproperlyConfigured(f"the role {role} can bypass row-level security: use a restricted role")
