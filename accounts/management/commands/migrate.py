"""Migrate as the owner of the tables; every other command runs as the restricted role."""

from typing import Any

from django.core.management.commands import migrate

from accounts.tenancy.owner import as_owner


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        with as_owner(options["database"]):
            return super().handle(*args, **options)
