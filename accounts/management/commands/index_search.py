"""Let the words of the search be written anew for every organization: after an update that says so, or a restored backup."""

from typing import Any

from django.core.management.base import BaseCommand

from accounts import clock
from accounts.search import actions
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        for organization_id in active_organization_ids():
            with tenant_context(organization_id):
                written = actions.index_everything(now=clock.real_now())
            self.stdout.write(f"{organization_id}: {written} jobs written; the workers do them")
