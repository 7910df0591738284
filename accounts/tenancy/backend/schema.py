"""DDL of tenant tables, emitted from ordinary migrations: policies, grants, composite keys, append-only triggers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db.backends.ddl_references import Columns, Statement
from django.db.backends.postgresql import schema
from django.db.utils import NotSupportedError

from accounts.tenancy.fields import OrganizationField, TenantForeignKey

ROOT = "accounts.Organization"  # the one table whose tenant column is its own id


def organization_field(model: Any) -> OrganizationField | None:
    return next((field for field in model._meta.local_fields if isinstance(field, OrganizationField)), None)


def is_tenant(model: Any) -> bool:
    return model._meta.label == ROOT or organization_field(model) is not None


class TenantForeignKeyStatement(Statement):
    """An ADD FOREIGN KEY that must see every row of both tables while it validates."""

    def __init__(self, template: str, *, tables: tuple[str, ...], **parts: Any) -> None:
        super().__init__(template, **parts)
        self.tables = tables


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    @contextmanager
    def unforced(self, *tables: str) -> Iterator[None]:
        """Let the owner see every row of `tables` for one step of a migration.

        With FORCE, the owner has no organization: validating a key or filling a column would raise. The tables are locked
        exclusively meanwhile, and a rollback brings FORCE back.
        """
        forced = [table for table in dict.fromkeys(tables) if self.collect_sql or self._is_forced(table)]
        for table in forced:
            super().execute(f"ALTER TABLE {self.quote_name(table)} NO FORCE ROW LEVEL SECURITY", None)
        yield
        for table in forced:
            super().execute(f"ALTER TABLE {self.quote_name(table)} FORCE ROW LEVEL SECURITY", None)

    def _is_forced(self, table: str) -> bool:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_class WHERE oid = to_regclass(%s) AND relforcerowsecurity", [self.quote_name(table)]
            )
            return cursor.fetchone() is not None

    def create_model(self, model: Any) -> None:
        super().create_model(model)
        if model._meta.label == ROOT:
            self._protect(model._meta.db_table, column="id")
        elif field := organization_field(model):
            self._add_tenant_key(model._meta.db_table)
            self._protect(model._meta.db_table, column=field.column, append_only=field.append_only)

    def _add_tenant_key(self, table: str) -> None:
        name = self.quote_name
        if settings.TENANCY["DISTRIBUTED"]:
            key = name(f"{table}_pkey")
            self.execute(
                f"ALTER TABLE {name(table)} DROP CONSTRAINT {key}, "
                f"ADD CONSTRAINT {key} PRIMARY KEY (organization_id, id)",
                None,
            )
        else:
            self.execute(
                f"CREATE UNIQUE INDEX {name(f'{table}_tenant_key')} ON {name(table)} (organization_id, id)", None
            )

    def _protect(self, table: str, *, column: str, append_only: bool = False) -> None:
        name, role = self.quote_name, self.quote_name(settings.TENANCY["APP_ROLE"])
        rule = f"{name(column)} = tenancy.current_organization_id()"
        self.execute(f"ALTER TABLE {name(table)} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY", None)
        self.execute(
            f"CREATE POLICY tenant_isolation ON {name(table)} FOR ALL TO PUBLIC USING ({rule}) WITH CHECK ({rule})",
            None,
        )
        grants = "SELECT, INSERT" if append_only else "SELECT, INSERT, UPDATE, DELETE"
        self.execute(f"GRANT {grants} ON {name(table)} TO {role}", None)
        if append_only:
            self.execute(
                f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {name(table)} "
                "FOR EACH ROW EXECUTE FUNCTION tenancy.refuse_change()",
                None,
            )

    def _create_fk_sql(self, model: Any, field: Any, suffix: str) -> Any:
        statement = super()._create_fk_sql(model, field, suffix)  # type: ignore[misc]
        target = field.target_field.model
        tables = (model._meta.db_table, target._meta.db_table)
        if isinstance(field, TenantForeignKey):
            statement.parts["column"] = Columns(tables[0], ["organization_id", field.column], self.quote_name)
            statement.parts["to_column"] = Columns(
                tables[1], ["organization_id", "id"], self.quote_name
            )
        elif not (is_tenant(model) or is_tenant(target)):
            return statement
        return TenantForeignKeyStatement(statement.template, tables=tables, **statement.parts)

    def execute(self, sql: Any, params: Any = ()) -> Any:
        if isinstance(sql, TenantForeignKeyStatement):
            with self.unforced(*sql.tables):
                return super().execute(sql, params)
        return super().execute(sql, params)

    def add_field(self, model: Any, field: Any) -> None:
        if isinstance(field, OrganizationField):
            raise NotSupportedError(
                f"{model._meta.label}: a tenant table is created with its organization, or not at all"
            )
        if not (field.remote_field and is_tenant(model)):
            return super().add_field(model, field)
        # Django would write the key inline, over one column: let it fall back to _create_fk_sql.
        inline, self.sql_create_column_inline_fk = self.sql_create_column_inline_fk, None  # type: ignore[assignment]
        try:
            return super().add_field(model, field)
        finally:
            self.sql_create_column_inline_fk = inline

    def _alter_field(self, model: Any, *args: Any, **options: Any) -> None:
        if not is_tenant(model):
            super()._alter_field(model, *args, **options)  # type: ignore[misc]
            return
        with self.unforced(model._meta.db_table):
            super()._alter_field(model, *args, **options)  # type: ignore[misc]
