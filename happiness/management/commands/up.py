"""Runs the whole product on this machine: servers, web, worker, beat."""

import argparse
import os
import sys
from typing import Any

from django.core.management.base import BaseCommand

from happiness.local import up


class Command(BaseCommand):
    """`manage.py up`: hands over to happiness.local.up, so that no loaded Django sits in memory for nothing."""

    help = "Run the product on this machine, with everything it needs. Stop it with Ctrl-C."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own form

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        up.add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        given = ["--port", str(options["port"]), "--host", options["host"]]
        if options["data_dir"]:
            given += ["--data-dir", options["data_dir"]]
        if options["no_demo"]:
            given.append("--no-demo")
        os.execv(sys.executable, [sys.executable, "-m", "happiness.local.up", *given])  # noqa: S606 - ourselves
