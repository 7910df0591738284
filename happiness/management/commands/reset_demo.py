"""Remove the demo companies with everything in them, and load them anew; with --remove they stay away."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError, CommandParser
from environs import Env

from accounts import clock
from happiness.demo import actions, removing


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--remove", action="store_true", help="do not load them anew")
        parser.add_argument(
            "--size",
            choices=tuple(actions.Size),
            default=Env().str("DEMO_SIZE", "") or actions.Size.FULL,
            help="as seed_demo has it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        password = Env().str("DEMO_PASSWORD", "")
        if not password and not options["remove"]:
            raise CommandError("DEMO_PASSWORD is not set: choose the password of the demo sign-ins")
        now = clock.real_now()
        try:
            removed = removing.remove(now=now)
        except ImproperlyConfigured as error:
            raise CommandError(
                "DATABASE_OWNER_URL is not set: only the owner of the tables removes an organization"
            ) from error
        self.stdout.write(f"demo removed: {', '.join(removed)}" if removed else "there was no demo")
        if not options["remove"]:
            loaded = actions.seed(password=password, now=now, size=options["size"])
            self.stdout.write(f"demo loaded: {', '.join(loaded)}")
