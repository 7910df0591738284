"""Saving what a form has changed, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, models, transaction

from accounts.audit import actions as audit
from accounts.organizations.models import Employee

UNIQUE_VIOLATION = "23505"


def save_new(row: models.Model, *, action: str, by: Employee, now: datetime) -> None:
    """Save a new row and write the act into the audit trail."""
    row.save()
    audit.record(action=action, subject=row, by=by, now=now, before=audit.NEW)


def save_changes(row: models.Model, *, action: str, by: Employee, now: datetime, before: dict[str, Any]) -> None:
    """Save the columns that differ from `before`: what somebody else has changed meanwhile stays."""
    changed = audit.changes(row, before)
    if changed:
        row.save(update_fields=list(changed))
        audit.record(action=action, subject=row, by=by, now=now, before=before)


@contextmanager
def refuse_twins(refusal: type[Exception]) -> Iterator[None]:
    """Turn a duplicate that two requests made at once, after both of their forms had found none, into `refusal`."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if getattr(error.__cause__, "pgcode", None) == UNIQUE_VIOLATION:
            raise refusal from error
        raise
