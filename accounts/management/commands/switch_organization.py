"""Switch an organization off, or on again: `manage.py switch_organization ADDRESS off`; its links have ADDRESS after /o/.

While it is off, nobody works in it, its links and the API say so, and its letters, messages and jobs wait. Nothing is deleted.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import clock
from accounts.organizations import actions
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import organization_id_of


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address")
        parser.add_argument("state", choices=("off", "on"))

    def handle(self, *args: Any, **options: Any) -> None:
        address, state = options["address"], options["state"]
        organization_id = organization_id_of(address)
        if organization_id is None:
            raise CommandError(f"there is no organization at /o/{address}/")
        switch = actions.switch_off if state == "off" else actions.switch_on
        with tenant_context(organization_id):
            is_changed = switch(now=clock.now())
        self.stdout.write(f"{address} {'is now' if is_changed else 'was already'} {state}")
