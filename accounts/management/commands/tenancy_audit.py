"""Look for holes in the walls between organizations, in the live catalog. Run it after every migrate."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.tenancy import audit_catalog


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        findings = audit_catalog.findings()
        if findings:
            raise CommandError("\n".join(["tenancy audit:", *findings]))
        self.stdout.write("tenancy audit: the walls stand")
