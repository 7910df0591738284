"""Prove that the audit trail of every organization is whole: no entry changed, none missing, no tail cut off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.audit import queries
from accounts.tenancy.context import tenant_context
from accounts.tenancy.registry import active_organization_ids, switched_off_organization_ids


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for organization_id in active_organization_ids() + switched_off_organization_ids():
            with tenant_context(organization_id):
                proof = queries.prove()
            faults += proof.fault is not None
            self.stdout.write(
                f"{organization_id}: {proof.sealed} entries hold" + (f"; FAULT: {proof.fault}" if proof.fault else "")
            )
        if faults:
            raise CommandError(f"{faults} audit trail(s) are not whole")
