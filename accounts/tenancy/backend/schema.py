"""DDL of tenant tables, emitted from ordinary migrations: policies, grants, composite keys, append-only triggers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import transaction
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

    def tables(self) -> tuple[str, str]:
        # Asked when it runs: the migration may have renamed a table since the statement was made.
        return self.parts["table"].table, self.parts["to_table"].table


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    @contextmanager
    def unforced(self, *tables: str) -> Iterator[None]:
        """Let the owner see every row of `tables` for one step of a migration.

        With FORCE, the owner has no organization: validating a key or filling a column would raise. The tables are locked
        exclusively meanwhile, and an error brings FORCE back, in a migration that is not atomic too.
        """
        with transaction.atomic(using=self.connection.alias):
            forced = [table for table in dict.fromkeys(tables) if self.collect_sql or self._is_forced(table)]
            for table in forced:
                super().execute(f"ALTER TABLE {self.quote_name(table)} NO FORCE ROW LEVEL SECURITY", None)
            yield
            if forced:
                # A key that waits for the end of the transaction would forbid to alter its table.
                super().execute("SET CONSTRAINTS ALL IMMEDIATE", None)
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
        name, key = self.quote_name, self.quote_name(_tenant_key(table))
        if settings.TENANCY["DISTRIBUTED"]:
            self.execute(
                f"ALTER TABLE {name(table)} DROP CONSTRAINT {key}, "
                f"ADD CONSTRAINT {key} PRIMARY KEY (organization_id, id)",
                None,
            )
        else:
            self.execute(f"CREATE UNIQUE INDEX {key} ON {name(table)} (organization_id, id)", None)

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

    def alter_db_table(self, model: Any, old_db_table: str, new_db_table: str) -> None:
        super().alter_db_table(model, old_db_table, new_db_table)
        if organization_field(model) and old_db_table != new_db_table:
            # Its name would be in the way of the next table that is called like this one was.
            old, new = self.quote_name(_tenant_key(old_db_table)), self.quote_name(_tenant_key(new_db_table))
            self.execute(f"ALTER INDEX {old} RENAME TO {new}", None)

    def _create_fk_sql(self, model: Any, field: Any, suffix: str) -> Any:
        statement = super()._create_fk_sql(model, field, suffix)  # type: ignore[misc]
        target = field.target_field.model
        if isinstance(field, TenantForeignKey):
            table, to_table = model._meta.db_table, target._meta.db_table
            statement.parts["column"] = Columns(table, ["organization_id", field.column], self.quote_name)
            statement.parts["to_column"] = Columns(to_table, ["organization_id", "id"], self.quote_name)
        elif not (is_tenant(model) or is_tenant(target)):
            return statement
        return TenantForeignKeyStatement(statement.template, **statement.parts)

    def _constraint_names(self, model: Any, column_names: Any = None, **kinds: Any) -> list[str]:
        names = super()._constraint_names(model, column_names, **kinds)  # type: ignore[misc]
        if kinds.get("foreign_key") and column_names and organization_field(model):
            # Django asks for the key over one column; without this a key that gets another target kept the old one.
            names += super()._constraint_names(model, ["organization_id", *column_names], **kinds)  # type: ignore[misc]
        return names

    def execute(self, sql: Any, params: Any = ()) -> Any:
        if isinstance(sql, TenantForeignKeyStatement):
            with self.unforced(*sql.tables()):
                return super().execute(sql, params)
        return super().execute(sql, params)

    def add_field(self, model: Any, field: Any) -> None:
        if isinstance(field, OrganizationField):
            _refuse(model)
        if not (field.remote_field and is_tenant(model)):
            return super().add_field(model, field)
        # Django would write the key inline, over one column: let it fall back to _create_fk_sql.
        inline, self.sql_create_column_inline_fk = self.sql_create_column_inline_fk, None  # type: ignore[assignment]
        try:
            return super().add_field(model, field)
        finally:
            self.sql_create_column_inline_fk = inline

    def remove_field(self, model: Any, field: Any) -> None:
        if isinstance(field, OrganizationField):
            _refuse(model)
        super().remove_field(model, field)

    def alter_field(self, model: Any, old_field: Any, new_field: Any, strict: bool = False) -> None:
        if getattr(old_field, "append_only", None) != getattr(new_field, "append_only", None):
            _refuse(model)
        super().alter_field(model, old_field, new_field, strict)

    def _alter_field(self, model: Any, *args: Any, **options: Any) -> None:
        if not is_tenant(model):
            super()._alter_field(model, *args, **options)  # type: ignore[misc]
            return
        with self.unforced(model._meta.db_table):
            super()._alter_field(model, *args, **options)  # type: ignore[misc]


def _tenant_key(table: str) -> str:
    """Return the name of the index over (organization_id, id) that keys of other tables point to."""
    return f"{table}_pkey" if settings.TENANCY["DISTRIBUTED"] else f"{table}_tenant_key"


def _refuse(model: Any) -> None:
    raise NotSupportedError(
        f"{model._meta.label}: a table gets its organization, and whether it is append-only, when it is created"
    )
