"""Grants on global tables, renewed after every migrate; tenant tables get theirs from the schema editor."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

WRITE, READ = "SELECT, INSERT, UPDATE, DELETE", "SELECT"


def grant_global_tables(sender: Any, using: str, **options: Any) -> None:
    """Let the application's role use each table of TENANCY['GLOBAL_MODELS'], and no other global table."""
    connection = connections[using]
    role = settings.TENANCY["APP_ROLE"]
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for label in settings.TENANCY["GLOBAL_MODELS"]:
            table = apps.get_model(label)._meta.db_table
            if table in present:
                grants = READ if label in settings.TENANCY["READ_ONLY_MODELS"] else WRITE
                cursor.execute(f'GRANT {grants} ON "{table}" TO {role}')
        if "django_migrations" in present:
            cursor.execute(f"GRANT SELECT ON django_migrations TO {role}")
