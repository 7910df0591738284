"""Departments and touchpoints."""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.audit import actions as audit
from accounts.organizations.actions.saving import refuse_twins, save_changes, save_new
from accounts.organizations.models import Department, Employee, Touchpoint


class StillInUse(RuntimeError):
    """The department still has people or touchpoints: move them first."""


class NameTaken(RuntimeError):
    """There is one of this name already."""


@transaction.atomic
def save_department(
    *, department: Department, by: Employee, now: datetime, before: dict[str, Any] | None = None
) -> None:
    """Save a new department (no `before`) or what a form has changed about one. Raises NameTaken."""
    with refuse_twins(NameTaken):
        if before is None:
            save_new(department, action="department.created", by=by, now=now)
        else:
            save_changes(department, action="department.changed", by=by, now=now, before=before)


@transaction.atomic
def archive_department(*, department: Department, by: Employee, now: datetime) -> None:
    """Take a department out of every list; its history stays. Twice is once.

    Raises StillInUse while people or touchpoints are in it.
    """
    department = Department.objects.select_for_update().get(pk=department.pk)
    people, touchpoints = department.employees.filter(left_at=None), department.touchpoints.filter(archived_at=None)
    if people.exists() or touchpoints.exists():
        raise StillInUse
    _archive(department, action="department.archived", by=by, now=now)


@transaction.atomic
def save_touchpoint(
    *, touchpoint: Touchpoint, by: Employee, now: datetime, before: dict[str, Any] | None = None
) -> None:
    """Save a new touchpoint (no `before`) or what a form has changed about one. Raises NameTaken."""
    with refuse_twins(NameTaken):
        if before is None:
            save_new(touchpoint, action="touchpoint.created", by=by, now=now)
        else:
            save_changes(touchpoint, action="touchpoint.changed", by=by, now=now, before=before)


@transaction.atomic
def archive_touchpoint(*, touchpoint: Touchpoint, by: Employee, now: datetime) -> None:
    """Take a touchpoint out of every list; its history stays. Twice is once."""
    touchpoint = Touchpoint.objects.select_for_update().get(pk=touchpoint.pk)
    _archive(touchpoint, action="touchpoint.archived", by=by, now=now)


def _archive(row: Department | Touchpoint, *, action: str, by: Employee, now: datetime) -> None:
    if row.archived_at:
        return
    before = audit.snapshot(row)
    row.archived_at = now
    row.save(update_fields=["archived_at"])
    audit.record(action=action, subject=row, by=by, now=now, before=before)
