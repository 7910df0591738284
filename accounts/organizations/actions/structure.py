"""Departments and touchpoints."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.models import Department, Employee, Touchpoint


class StillInUse(RuntimeError):
    """The department still has people or touchpoints: move them first."""


@transaction.atomic
def save_department(
    *, department: Department, by: Employee, now: datetime, before: dict[str, Any] | None = None
) -> None:
    """Save a new department (no `before`) or what a form has changed about one."""
    department.save()
    action = "department.created" if before is None else "department.changed"
    audit.record(action=action, subject=department, by=by, now=now, before=before)


@transaction.atomic
def archive_department(*, department: Department, by: Employee, now: datetime) -> None:
    """Take a department out of every list; its history stays. Raises StillInUse while people or touchpoints are in it."""
    in_use = (
        department.employees.filter(left_at=None).exists() or department.touchpoints.filter(archived_at=None).exists()
    )
    if in_use:
        raise StillInUse
    _archive(department, action="department.archived", by=by, now=now)


@transaction.atomic
def save_touchpoint(
    *, touchpoint: Touchpoint, by: Employee, now: datetime, before: dict[str, Any] | None = None
) -> None:
    """Save a new touchpoint (no `before`) or what a form has changed about one."""
    touchpoint.save()
    action = "touchpoint.created" if before is None else "touchpoint.changed"
    audit.record(action=action, subject=touchpoint, by=by, now=now, before=before)


@transaction.atomic
def archive_touchpoint(*, touchpoint: Touchpoint, by: Employee, now: datetime) -> None:
    """Take a touchpoint out of every list; its history stays."""
    _archive(touchpoint, action="touchpoint.archived", by=by, now=now)


def _archive(row: Department | Touchpoint, *, action: str, by: Employee, now: datetime) -> None:
    before = audit.snapshot(row)
    row.archived_at = now
    row.save(update_fields=["archived_at"])
    audit.record(action=action, subject=row, by=by, now=now, before=before)
