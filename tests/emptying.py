"""Empty the tables that hold anything: TRUNCATE of them all takes a second, and a test fills ten of a hundred."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from accounts.organizations.models import Organization
from accounts.tenancy.models import AppendOnlyModel, TenantModel
from accounts.tenancy.owner import as_owner

KEPT = {"contenttypes", "auth"}  # what migrations have written


def empty() -> None:
    """Delete every row of every organization, and every row that belongs to none, as the owner of the tables.

    Rows that are written once refuse to be deleted: only their tables are truncated. Keys are checked at the commit.
    """
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]
    tenant = [model for model in models if issubclass(model, TenantModel)]
    others = [model for model in models if model not in tenant and model._meta.app_label not in KEPT]
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT id FROM accounts_organization")
        for (organization_id,) in cursor.fetchall():
            cursor.execute("SET LOCAL app.organization_id = %s", [str(organization_id)])
            while full := _full(cursor, tenant, organization_id):  # again: triggers of one table write into others
                once = [model for model in full if issubclass(model, AppendOnlyModel)]
                if once:
                    cursor.execute(f"TRUNCATE {', '.join(_table(model) for model in once)} CASCADE")
                for model in full:
                    if model not in once:
                        cursor.execute(f"DELETE FROM {_table(model)}")
            cursor.execute(f"DELETE FROM {_table(Organization)}")
        for model in _full(cursor, [model for model in others if model is not Organization]):
            cursor.execute(f"DELETE FROM {_table(model)}")


def _full(cursor: Any, models: Sequence[Any], organization_id: Any = None) -> list[Any]:
    """Return the models whose tables have a row, of one organization where it is named: the owner sees every membership."""
    where = f" WHERE organization_id = '{organization_id}'" if organization_id else ""
    cursor.execute("SELECT " + ", ".join(f"EXISTS (SELECT FROM {_table(model)}{where})" for model in models))
    return [model for model, is_full in zip(models, cursor.fetchone(), strict=True) if is_full]


def _table(model: Any) -> str:
    return connection.ops.quote_name(model._meta.db_table)
