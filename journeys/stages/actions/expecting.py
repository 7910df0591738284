"""What a client expects before it starts, and how it was."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.actions import saving
from accounts.organizations.models import Employee
from journeys.stages.models import Expectation


@transaction.atomic
def expect(*, expectation: Expectation, by: Employee, now: datetime) -> None:
    """Save what a client expects."""
    expectation.by, expectation.created_at = by, now
    saving.save_new(expectation, action="expectation.added", by=by, now=now)


@transaction.atomic
def compare(*, expectation: Expectation, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save how it was in the end: the form has filled `met` and `note`; it may be said anew."""
    expectation.compared_at = now if expectation.met else None
    saving.save_changes(expectation, action="expectation.compared", by=by, now=now, before=before)


@transaction.atomic
def remove_expectation(*, expectation: Expectation, by: Employee, now: datetime) -> None:
    """Take an expectation that was written by mistake out of every list and sum. Twice is once."""
    if expectation.removed_at:
        return
    before = audit.snapshot(expectation)
    expectation.removed_at = now
    expectation.save(update_fields=["removed_at"])
    audit.record(action="expectation.removed", subject=expectation, by=by, now=now, before=before)
