"""Load the demo companies (once), or print their sign-ins and open answer pages with --logins."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from environs import Env

from accounts import clock
from happiness.demo import actions


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--logins",
            action="store_true",
            help="print e-mail, role and organization, then path, person and survey, tab-separated",
        )

        parser.add_argument(
            "--size",
            choices=tuple(actions.Size),
            default=Env().str("DEMO_SIZE", "") or actions.Size.FULL,
            help="full: 31 and 120 clients; story: their main clients only, in a few seconds (DEMO_SIZE)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.real_now()
        if options["logins"]:
            for login in actions.logins(now=now):
                self.stdout.write("\t".join(login))
            for link in actions.links(now=now):
                self.stdout.write("\t".join(link))
            for path, person in actions.personal_pages():
                self.stdout.write(f"{path}\t{person}\tpersonal page")
            return
        password = Env().str("DEMO_PASSWORD", "")
        if not password:
            raise CommandError("DEMO_PASSWORD is not set: choose the password of the demo sign-ins")
        loaded = actions.seed(password=password, now=now, size=options["size"])
        self.stdout.write(f"demo loaded: {', '.join(loaded)}" if loaded else "the demo is there already")
