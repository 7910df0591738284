"""Count the happiness index of every client anew; with --formula by another version, whose days are kept beside."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import clock
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids
from feedback import pipeline
from feedback.happiness_index import queries
from feedback.happiness_index.formula import VERSIONS


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--formula", type=int, help="a version of the formula, to be counted beside the one in use")

    def handle(self, *args: Any, **options: Any) -> None:
        formula = VERSIONS.get(options["formula"])
        if formula is None and options["formula"] is not None:
            raise CommandError(f"there is no such version; there are: {', '.join(map(str, VERSIONS))}")
        for organization_id in active_organization_ids():
            with tenant_context(organization_id):
                number = pipeline.count_all(now=clock.now(), formula=formula)
                version = (formula or queries.in_use()).version
            self.stdout.write(f"{organization_id}: {number} clients counted by version {version}")
