"""Print the SQL that a superuser of the database runs once, before the first migrate."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.tenancy.roles import bootstrap_sql


class Command(BaseCommand):
    help = __doc__
    requires_system_checks: list[str] = []  # noqa: RUF012 Django reads a list here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--database", default="happiness")
        parser.add_argument("--owner-password", required=True)
        parser.add_argument("--app-password", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        statements = bootstrap_sql(
            owner_password=options["owner_password"],
            app_password=options["app_password"],
            database=options["database"],
        )
        for statement in statements:
            self.stdout.write(f"{statement};")
