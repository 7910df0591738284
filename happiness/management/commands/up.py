"""Run the whole product on this machine: servers, web, worker, beat.

manage.py hands `up` to happiness.local.up before Django starts; this module lets `manage.py help` know about it.
"""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand

from happiness.local import up


class Command(BaseCommand):
    help = "Run the product on this machine, with everything it needs. Stop it with Ctrl-C."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own form

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        up.add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(up.run(argparse.Namespace(**options)))
