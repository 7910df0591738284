"""Removing an organization with all it has: as the owner of the tables, for nobody else may delete what is written once."""

import uuid
from typing import Any

from django.apps import apps
from django.db import connection, transaction

from accounts.tenancy.models import TenantModel
from accounts.tenancy.owner import as_owner


def remove_organization(organization_id: uuid.UUID) -> int:
    """Delete every row of the organization, its audit trail too, and return how many there were.

    One transaction; others who write wait meanwhile. Needs DATABASE_OWNER_URL (ImproperlyConfigured). Files, and people who
    sign in, stay: they belong to the installation.
    """
    models = [model for model in apps.get_models(include_auto_created=True) if issubclass(model, TenantModel)]
    tables = sorted(_table(model) for model in models if model._meta.managed and not model._meta.proxy)
    number = 0
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL app.organization_id = %s", [str(organization_id)])
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")  # rows point at each other
        for table in tables:  # what refuses changes, and what asks for work after them
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for table in tables:
            statement = f"DELETE FROM {table} WHERE organization_id = %s"  # noqa: S608 a model's own table  # nosec B608
            cursor.execute(statement, [organization_id])
            number += cursor.rowcount
        cursor.execute("DELETE FROM accounts_job WHERE organization_id = %s", [organization_id])
        cursor.execute("DELETE FROM accounts_organization WHERE id = %s", [organization_id])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    return number


def _table(model: Any) -> str:
    return connection.ops.quote_name(model._meta.db_table)
