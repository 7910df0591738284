"""Leaving out steps to the first answer, and taking them up again."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.first_steps import FirstStep
from accounts.organizations.models import Employee, Organization


@transaction.atomic
def skip_first_steps(*, steps: Collection[FirstStep], by: Employee, now: datetime) -> None:
    """Leave these steps out; all of them close the list. Twice is once."""
    _keep(add=set(steps), by=by, now=now)


@transaction.atomic
def take_up_first_step(*, step: FirstStep, by: Employee, now: datetime) -> None:
    """Take up again a step that was left out; of a closed list this step alone. Twice is once."""
    _keep(remove={step}, by=by, now=now)


def _keep(
    *, add: Collection[str] = frozenset(), remove: Collection[str] = frozenset(), by: Employee, now: datetime
) -> None:
    organization = Organization.objects.select_for_update().get()
    before = audit.snapshot(organization)
    skipped = {*organization.first_steps_skipped, *add} - {*remove}
    organization.first_steps_skipped = [one for one in FirstStep if one in skipped]
    organization.save(update_fields=["first_steps_skipped"])
    audit.record(action="organization.first_steps_changed", subject=organization, by=by, now=now, before=before)
